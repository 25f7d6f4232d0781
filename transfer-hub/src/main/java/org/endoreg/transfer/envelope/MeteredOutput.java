package org.endoreg.transfer.envelope;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.endoreg.contracts.Sha256;

/** Counts and digests what is written, and remembers whether writing itself failed. */
final class MeteredOutput extends FilterOutputStream {
  private final MessageDigest digest = Digests.fresh();
  private long bytes;
  private boolean failed;

  MeteredOutput(OutputStream below) {
    super(below);
  }

  long bytes() {
    return bytes;
  }

  /** Ends the digest. */
  Sha256 sha256() {
    return Sha256.of(digest.digest());
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
    digest.update(block, offset, length);
    bytes += length;
  }

  /** Ends nothing below: who gave the stream closes it. */
  @Override
  public void close() throws IOException {
    flush();
  }
}
