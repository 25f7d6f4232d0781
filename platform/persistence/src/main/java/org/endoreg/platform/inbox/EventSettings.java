package org.endoreg.platform.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events are received. */
@ConfigMapping(prefix = "endoreg.events")
public interface EventSettings {

  /**
   * How long an event its handler refuses is tried before it is set aside: long enough for a store
   * to come back, short enough not to hold up other jobs for hours.
   */
  @WithDefault("15M")
  Duration patience();
}
