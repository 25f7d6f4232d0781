package org.endoreg.watcher.gateway;

import java.net.URI;
import org.endoreg.contracts.Sha256;
import org.endoreg.watcher.drop.Snapshot;
import org.jspecify.annotations.Nullable;

/** How far the upload of one file has come: its digest is known, and its place once it has one. */
record Upload(@Nullable URI place, Sha256 sha256, long sizeBytes, long modifiedNanos) {
  /** True when this speaks of the file in that state; a file that changed is uploaded anew. */
  boolean isOf(Snapshot snapshot) {
    return sizeBytes == snapshot.size() && modifiedNanos == snapshot.modifiedNanos();
  }

  Upload at(@Nullable URI newPlace) {
    return new Upload(newPlace, sha256, sizeBytes, modifiedNanos);
  }

  /** The same for every attempt to upload this file, so the ledger makes one job of it. */
  String idempotencyKey() {
    return "watcher:" + sha256 + ":" + modifiedNanos + ":" + sizeBytes;
  }
}
