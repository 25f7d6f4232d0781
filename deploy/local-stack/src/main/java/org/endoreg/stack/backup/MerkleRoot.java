package org.endoreg.stack.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/**
 * The root of a hash tree over lines in their order, as in RFC 6962: leaves and inner nodes are
 * hashed apart. Holds one hash a level, however many lines there are.
 */
final class MerkleRoot {
  private final Deque<Subtree> subtrees = new ArrayDeque<>();

  /** Adds the next line. */
  void add(String line) {
    Subtree next = new Subtree(1, hash((byte) 0, line.getBytes(StandardCharsets.UTF_8)));
    while (!subtrees.isEmpty() && subtrees.element().leaves == next.leaves) {
      next = subtrees.pop().with(next);
    }
    subtrees.push(next);
  }

  /** The root over everything added so far. */
  String root() {
    if (subtrees.isEmpty()) {
      return HexFormat.of().formatHex(hash((byte) 0));
    }
    Deque<Subtree> rest = new ArrayDeque<>(subtrees);
    Subtree root = rest.pop();
    while (!rest.isEmpty()) {
      root = rest.pop().with(root);
    }
    return HexFormat.of().formatHex(root.hash);
  }

  private static byte[] hash(byte kind, byte[]... parts) {
    MessageDigest digest = HashedCopy.sha256();
    digest.update(kind);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Subtree(long leaves, byte[] hash) {
    Subtree with(Subtree right) {
      return new Subtree(leaves + right.leaves, MerkleRoot.hash((byte) 1, hash, right.hash));
    }
  }
}
