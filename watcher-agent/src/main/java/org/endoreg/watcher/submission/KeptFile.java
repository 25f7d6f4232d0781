package org.endoreg.watcher.submission;

import java.nio.file.Path;
import java.util.UUID;
import org.endoreg.platform.blob.Blob;
import org.endoreg.watcher.drop.Snapshot;

/** A file of a claim that lies in the vault, and the state it was read in. */
record KeptFile(Path file, Snapshot snapshot, UUID id, Blob blob) {
  boolean isUnchanged() {
    return Snapshot.of(file).filter(snapshot::equals).isPresent();
  }
}
