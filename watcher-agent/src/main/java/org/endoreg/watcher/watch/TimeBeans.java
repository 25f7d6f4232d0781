package org.endoreg.watcher.watch;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.endoreg.watcher.drop.Elapsed;

/** The two times of the watcher: the clock for what people read, the other one for durations. */
@Singleton
class TimeBeans {
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  @DefaultBean
  Elapsed elapsed() {
    return Elapsed.ofThisMachine();
  }
}
