package org.endoreg.stack.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * Asks the hub's summary, at most once a second. A hub that counts all centers together is asked
 * for all of them: that holds back rather too early.
 */
final class HubBacklog implements Backlog {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HubClient hub;
  private final String center;
  private long waiting = -1;
  private long askedAt = System.nanoTime() - FRESH_NANOS;

  HubBacklog(HubClient hub, String center) {
    this.hub = hub;
    this.center = center;
  }

  @Override
  public synchronized long waiting() {
    if (System.nanoTime() - askedAt >= FRESH_NANOS) {
      waiting = ask();
      askedAt = System.nanoTime();
    }
    return waiting;
  }

  private long ask() {
    try {
      JsonNode summary = hub.read("/api/jobs/summary");
      for (JsonNode of : summary.path("centers")) {
        if (of.path("center_key").asText().equals(center)) {
          return count(of.path("by_status"));
        }
      }
      return summary.has("centers") ? 0 : count(summary.path("by_status"));
    } catch (SuiteFailure away) {
      return -1;
    }
  }

  private static long count(JsonNode byStatus) {
    return byStatus.path("pending").asLong() + byStatus.path("retrying").asLong();
  }
}
