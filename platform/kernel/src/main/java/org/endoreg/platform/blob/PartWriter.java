package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.endoreg.contracts.BlobKey;
import org.jspecify.annotations.Nullable;

/**
 * Cuts plain bytes into parts and seals each on its own. Closing ends the blob with its short part,
 * an empty one when the bytes filled the part before.
 */
final class PartWriter extends OutputStream {
  private final StreamingAead encryption;
  private final BlobKey key;
  private final OutputStream sealed;
  private @Nullable OutputStream part;
  private long partNumber;
  private int filled;

  /** Writes from part {@code firstPart} on to where the parts before it end. */
  PartWriter(StreamingAead encryption, BlobKey key, OutputStream sealed, long firstPart) {
    this.encryption = encryption;
    this.key = key;
    this.sealed = sealed;
    this.partNumber = firstPart;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, PartLayout.PART_BYTES - filled);
      part().write(bytes, offset + done, count);
      filled += count;
      done += count;
      if (filled == PartLayout.PART_BYTES) {
        endPart();
      }
    }
  }

  @Override
  public void close() throws IOException {
    endPart();
    sealed.close();
  }

  private void endPart() throws IOException {
    part().close();
    part = null;
    partNumber++;
    filled = 0;
  }

  private OutputStream part() throws IOException {
    if (part == null) {
      part = sealing(encryption, sealed, PartLayout.associatedData(key, partNumber));
    }
    return part;
  }

  /** Seals what is written and leaves {@code out} open when it is closed. */
  static OutputStream sealing(StreamingAead encryption, OutputStream out, byte[] associatedData)
      throws IOException {
    try {
      return encryption.newEncryptingStream(new KeptOpen(out), associatedData);
    } catch (GeneralSecurityException failed) {
      throw new IOException("encryption is not available", failed);
    }
  }
}
