package org.endoreg.ingest.sweep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the sweep for blobs nobody refers to. */
@ConfigMapping(prefix = "endoreg.sweep")
public interface SweepSettings {
  /** Without this such blobs are only told of. */
  @WithDefault("false")
  boolean applyEnabled();

  /** A younger blob may belong to a request that is still under way. */
  @WithDefault("PT1H")
  Duration grace();

  /**
   * How old a blob must be before it is deleted. A watcher's submission waits in its outbox for as
   * long as the broker is away, and its blob has no row until then, so this outlasts any outage.
   */
  @WithDefault("P7D")
  Duration deleteAfter();

  /** Pause between two looks. */
  @WithDefault("900s")
  String every();
}
