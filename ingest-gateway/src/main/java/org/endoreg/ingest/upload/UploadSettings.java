package org.endoreg.ingest.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the upload API. */
@ConfigMapping(prefix = "endoreg.upload")
public interface UploadSettings {
  /** Largest file in bytes; a file of exactly this size is accepted. */
  @WithDefault("1073741824")
  long maxBytes();
}
