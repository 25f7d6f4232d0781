package org.endoreg.ingest.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the upload API. */
@ConfigMapping(prefix = "endoreg.upload")
public interface UploadSettings {
  /** Largest file in bytes; a file of exactly this size is accepted. */
  @WithDefault("1073741824")
  long maxBytes();

  /** A body whose average rate falls below this many bytes a second is ended. */
  @WithDefault("4096")
  long minBytesPerSecond();

  /** How long a body may be slow before its rate counts. */
  @WithDefault("PT30S")
  Duration slowGrace();

  /** How many jobs of a center may be unfinished before it has to wait; 0 for no limit. */
  @WithDefault("10000")
  int maxOpenJobsPerCenter();
}
