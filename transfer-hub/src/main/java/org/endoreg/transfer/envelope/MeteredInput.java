package org.endoreg.transfer.envelope;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.endoreg.contracts.Sha256;

/** Counts and digests what is read, and remembers whether reading itself failed. */
final class MeteredInput extends FilterInputStream {
  private final MessageDigest digest = Digests.fresh();
  private long bytes;
  private boolean failed;

  MeteredInput(InputStream below) {
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
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] block, int offset, int length) throws IOException {
    try {
      int read = in.read(block, offset, length);
      if (read > 0) {
        digest.update(block, offset, read);
        bytes += read;
      }
      return read;
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
  }
}
