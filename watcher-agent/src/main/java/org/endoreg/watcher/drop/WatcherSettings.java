package org.endoreg.watcher.drop;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the watcher. */
@ConfigMapping(prefix = "endoreg.watcher")
public interface WatcherSettings {
  /** Folder that holds one folder per center. */
  Path dropDir();

  /** How long a file must stay the same before it is taken. */
  @WithDefault("PT20S")
  Duration settle();

  /** Time between two looks at a folder. */
  @WithDefault("PT2S")
  Duration poll();
}
