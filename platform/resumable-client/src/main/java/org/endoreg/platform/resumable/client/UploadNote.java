package org.endoreg.platform.resumable.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/** How far the upload of one file has come: its digest is known, and its place once it has one. */
public record UploadNote(
    @Nullable URI place,
    Sha256 sha256,
    @JsonProperty("size_bytes") long sizeBytes,
    @JsonProperty("modified_nanos") long modifiedNanos) {

  /** True when this speaks of the file in that state; a file that changed is uploaded anew. */
  public boolean isOf(long size, long modified) {
    return sizeBytes == size && modifiedNanos == modified;
  }

  UploadNote at(@Nullable URI newPlace) {
    return new UploadNote(newPlace, sha256, sizeBytes, modifiedNanos);
  }
}
