package org.endoreg.ingest.reaper;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the reaper. */
@ConfigMapping(prefix = "endoreg.reaper")
public interface ReaperSettings {
  /** Without this nothing is deleted; runs only tell what they would do. */
  @WithDefault("false")
  boolean applyEnabled();

  /** Deletes the source of a medium only when a person signed the medium off. */
  @WithDefault("false")
  boolean requireSignOff();

  /** Pause between two runs. */
  @WithDefault("900s")
  String every();
}
