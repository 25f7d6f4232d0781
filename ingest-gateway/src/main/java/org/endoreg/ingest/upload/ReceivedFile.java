package org.endoreg.ingest.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;

/** A file that arrived whole: its durable blob and what its first bytes say it is. */
record ReceivedFile(Blob blob, String mediaType, BlobVault vault) {

  /** Removes the blob, because no job will refer to it. */
  void discard() {
    try {
      vault.delete(blob.key());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
