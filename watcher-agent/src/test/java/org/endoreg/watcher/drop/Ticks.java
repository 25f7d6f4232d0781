package org.endoreg.watcher.drop;

import java.time.Duration;

/** Time that passes when the test says so. */
public final class Ticks implements Elapsed {
  private Duration now = Duration.ZERO;

  @Override
  public Duration now() {
    return now;
  }

  /** Lets this much time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
  }
}
