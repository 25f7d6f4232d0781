package org.endoreg.platform.resumable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.problem.ProblemException;

/**
 * A file that arrived whole: its durable blob and what is known of it. {@code extension} is one of
 * the known ones in lower case or empty; the name it came from is not kept.
 */
public record FinishedUpload(
    UUID id,
    CenterKey center,
    Blob blob,
    String extension,
    Optional<String> sourceSystem,
    Optional<String> idempotencyKey,
    BlobVault vault) {

  /** Up to {@code length} first bytes, to tell what kind of file it is. */
  public byte[] prefix(int length) {
    try (InputStream bytes = vault.stream(blob.key())) {
      return bytes.readNBytes(length);
    } catch (IOException unreadable) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }
}
