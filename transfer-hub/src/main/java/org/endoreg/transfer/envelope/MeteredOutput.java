package org.endoreg.transfer.envelope;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.endoreg.contracts.Sha256;

/** Counts what is written, tells its digest, and remembers whether writing itself failed. */
final class MeteredOutput extends FilterOutputStream {
  private final Supplier<Sha256> digest;
  private long bytes;
  private boolean failed;

  /** {@code digest} tells the digest of what {@code below} took. */
  MeteredOutput(OutputStream below, Supplier<Sha256> digest) {
    super(below);
    this.digest = digest;
  }

  /** Digests on the way to {@code below}. */
  static MeteredOutput digesting(OutputStream below) {
    MessageDigest digest = Digests.fresh();
    return new MeteredOutput(
        new DigestOutputStream(below, digest), () -> Sha256.of(digest.digest()));
  }

  long bytes() {
    return bytes;
  }

  /** Digest of what was written; asked once, at the end. */
  Sha256 sha256() {
    return digest.get();
  }

  boolean failed() {
    return failed;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    try {
      out.write(block, offset, length);
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
    bytes += length;
  }

  /** Ends nothing below: who gave the stream closes it. */
  @Override
  public void close() throws IOException {
    flush();
  }
}
