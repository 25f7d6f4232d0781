package org.endoreg.watcher.drop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The other side does not take anything now: a broker or gateway is down, or refuses this watcher.
 * The drop stays.
 */
public final class SinkAway extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean progressed;

  /** Nothing arrived. */
  public SinkAway(String what, @Nullable Throwable cause) {
    this(what, cause, false);
  }

  /** {@code progressed} says that something arrived before: the next failure is a first one. */
  public SinkAway(String what, @Nullable Throwable cause, boolean progressed) {
    super(what, cause);
    this.progressed = progressed;
  }

  /** True when part of a claim got through before the failure. */
  public boolean progressed() {
    return progressed;
  }
}
