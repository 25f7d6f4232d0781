package org.endoreg.watcher.drop;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;

/**
 * Ships a claimed file: bytes into the vault, submission to the topic, and only after the broker
 * has it is the file removed. A crash between any two steps repeats them with the same ids; the
 * ledger then finds the job that is already there.
 */
@ApplicationScoped
class Submitter {
  private static final int COPY_BYTES = 65_536;

  private final BlobVault vault;
  private final EventProducer producer;

  Submitter(BlobVault vault, EventProducer producer) {
    this.vault = vault;
    this.producer = producer;
  }

  /**
   * True when the file was submitted, false when it changed while it was read and stays for the
   * next look. A file that changed after it was read also stays and becomes a submission of its
   * own: deleting it would lose what was added.
   */
  boolean submit(Path file, DropFolder from)
      throws IOException, ExecutionException, InterruptedException {
    Optional<Snapshot> before = Snapshot.of(file);
    if (before.isEmpty()) {
      return false;
    }
    UUID submission = before.orElseThrow().submissionId(file.getFileName().toString());
    BlobKey key = BlobKey.of(BlobKey.Role.RAW, from.center(), submission);
    try (BlobWrite write = vault.write(key)) {
      copy(file, write);
      if (!Snapshot.of(file).equals(before)) {
        return false;
      }
      announce(write.commit(), submission, from);
    }
    if (Snapshot.of(file).equals(before)) {
      Files.deleteIfExists(file);
    }
    return true;
  }

  private void announce(Blob blob, UUID submission, DropFolder from)
      throws ExecutionException, InterruptedException {
    UploadJobSubmitted submitted =
        new UploadJobSubmitted(
            submission,
            from.center(),
            blob.sha256(),
            blob.sizeBytes(),
            blob.key(),
            from.folder(),
            null);
    producer.send(Envelopes.of(submitted, 0, null)).get();
  }

  private static void copy(Path file, BlobWrite write) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        write.write(buffer, 0, count);
      }
    }
  }
}
