package org.endoreg.platform.correlation;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The correlation id of what this thread is doing; it stands in every log line and in every event
 * written meanwhile.
 */
public final class Correlation {
  /** Name of the id in log lines. */
  public static final String MDC_KEY = "correlation_id";

  private Correlation() {}

  /** The id of the current work; a fresh one when nothing set it. */
  public static UUID current() {
    @Nullable Object id = MDC.get(MDC_KEY);
    return id == null ? UUID.randomUUID() : UUID.fromString(id.toString());
  }

  /** Runs under this id and restores the former one afterwards. */
  public static void run(UUID id, Runnable work) {
    @Nullable Object former = MDC.get(MDC_KEY);
    MDC.put(MDC_KEY, id.toString());
    try {
      work.run();
    } finally {
      restore(former);
    }
  }

  private static void restore(@Nullable Object former) {
    if (former == null) {
      MDC.remove(MDC_KEY);
    } else {
      MDC.put(MDC_KEY, former);
    }
  }
}
