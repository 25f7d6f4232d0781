package org.endoreg.knowledge.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The YAML files below one folder, by relative path in ascending order. Links are not followed and
 * the tree as a whole is bounded; an oversized file is cut just above the limit and refused, with
 * its name, by the reader.
 */
public final class FixtureTree {
  private static final int MAX_FILES = 5_000;
  private static final int MAX_TREE_DEPTH = 4;
  private static final String SUFFIX = ".yaml";

  private final SortedMap<String, byte[]> files;

  private FixtureTree(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /** Reads every YAML file below a folder, which may lie inside an archive. */
  public static FixtureTree below(Path root) {
    try (Stream<Path> walk = Files.walk(root, MAX_TREE_DEPTH)) {
      List<Path> found = walk.filter(FixtureTree::isFixture).limit(MAX_FILES + 1L).toList();
      if (found.size() > MAX_FILES) {
        throw new IllegalArgumentException("more than " + MAX_FILES + " files in one tree");
      }
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (Path file : found) {
        files.put(relative(root, file), bounded(file));
      }
      return new FixtureTree(files);
    } catch (IOException e) {
      throw new UncheckedIOException("the fixture tree cannot be read", e);
    }
  }

  /** Files directly in a folder of the tree, ascending by name; deeper folders do not count. */
  SortedMap<String, byte[]> directlyIn(String directory) {
    SortedMap<String, byte[]> inside = new TreeMap<>();
    files.forEach(
        (path, bytes) -> {
          if (folderOf(path).equals(directory)) {
            inside.put(path, bytes);
          }
        });
    return inside;
  }

  /** Every path of the tree. */
  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /** SHA-256 over the sorted paths and bytes: two trees with the same digest say the same. */
  public String digest() {
    MessageDigest digest = sha256();
    files.forEach(
        (path, bytes) -> {
          digest.update(path.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(sha256().digest(bytes));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  static String folderOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static boolean isFixture(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && path.getFileName().toString().endsWith(SUFFIX);
  }

  /** Reads one byte more than allowed at most, so that the reader sees that the file is too big. */
  private static byte[] bounded(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(YamlReader.MAX_BYTES + 1);
    }
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
