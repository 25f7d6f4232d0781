package org.endoreg.ingest.upload;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.MediaTypes;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.InsufficientStorage;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.problem.ProblemException;

/**
 * Streams one file into the vault: looks at its first bytes, hashes and encrypts as it arrives,
 * stops at the limit.
 */
@ApplicationScoped
class FileIntake {
  private final BlobVault vault;
  private final MediaTypes mediaTypes;
  private final long maxBytes;

  FileIntake(BlobVault vault, MediaTypes mediaTypes, UploadSettings settings) {
    this.vault = vault;
    this.mediaTypes = mediaTypes;
    this.maxBytes = settings.maxBytes();
  }

  /** Makes the bytes durable below {@code center}. */
  ReceivedFile receive(CenterKey center, String fileName, InputStream bytes) throws IOException {
    byte[] prefix = bytes.readNBytes(MediaTypes.PREFIX_BYTES);
    if (prefix.length == 0) {
      throw new ProblemException(ProblemCode.EMPTY_FILE);
    }
    String mediaType =
        mediaTypes
            .detect(prefix)
            .orElseThrow(() -> new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE));
    if (MediaTypes.contradicts(fileName, mediaType)) {
      throw new ProblemException(ProblemCode.MEDIA_TYPE_MISMATCH);
    }
    return new ReceivedFile(write(center, prefix, bytes), mediaType, vault);
  }

  /** Moves a file to another center's keys, for a form that named its center after the file. */
  ReceivedFile moveTo(CenterKey center, ReceivedFile file) throws IOException {
    try (InputStream bytes = vault.stream(file.blob().key())) {
      return new ReceivedFile(write(center, new byte[0], bytes), file.mediaType(), vault);
    } finally {
      file.discard();
    }
  }

  private Blob write(CenterKey center, byte[] prefix, InputStream rest) throws IOException {
    BlobKey key = BlobKey.of(BlobKey.Role.RAW, center, Envelopes.newId());
    try (BlobWrite blob = stored(() -> vault.write(key))) {
      OutputStream bounded = new Bounded(blob);
      bounded.write(prefix);
      rest.transferTo(bounded);
      return stored(blob::commit);
    }
  }

  /** Takes no more than the limit, straight from the buffer of whoever reads the body. */
  private final class Bounded extends OutputStream {
    private final BlobWrite blob;

    Bounded(BlobWrite blob) {
      this.blob = blob;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      stored(
          () -> {
            blob.write(bytes, offset, length);
            return blob;
          });
      if (blob.size() > maxBytes) {
        throw new ProblemException(ProblemCode.FILE_TOO_LARGE);
      }
    }
  }

  /** A store that fails is our trouble; only reading the body can be the sender's. */
  private static <T> T stored(StoreStep<T> step) {
    try {
      return step.run();
    } catch (InsufficientStorage full) {
      throw new ProblemException(ProblemCode.INSUFFICIENT_STORAGE);
    } catch (IOException failed) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  @FunctionalInterface
  private interface StoreStep<T> {
    T run() throws IOException;
  }
}
