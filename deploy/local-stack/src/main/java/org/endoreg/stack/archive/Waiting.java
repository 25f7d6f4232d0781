package org.endoreg.stack.archive;

import java.time.Duration;
import java.util.Set;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.stack.suite.SuiteFailure;

/** Pauses while the hub takes nothing: growing ones, or as long as it says, up to a limit. */
final class Waiting {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;
  private static final long ROOM_MILLIS = 1_000;
  private static final Set<String> FULL =
      Set.of(ProblemCode.CENTER_QUEUE_FULL.wireName(), ProblemCode.CENTER_STAGING_FULL.wireName());

  private final Duration patience;
  private final Sleep sleep;

  /** Sleeps; tests do not. */
  @FunctionalInterface
  interface Sleep {
    void millis(long millis) throws InterruptedException;
  }

  Waiting(Duration patience, Sleep sleep) {
    this.patience = patience;
    this.sleep = sleep;
  }

  Turn begin() {
    return new Turn();
  }

  /** While enough jobs wait; that may take days and is no failure. */
  void forRoom() throws InterruptedException {
    sleep.millis(ROOM_MILLIS);
  }

  /** The attempts of one file. */
  final class Turn {
    private long pauseMillis = FIRST_MILLIS;
    private long waitedMillis;

    /** A center that has enough waiting is no failure: then it waits for as long as it takes. */
    void busy(FileUpload.Busy busy) throws InterruptedException {
      if (FULL.contains(busy.code())) {
        sleep.millis(Math.max(ROOM_MILLIS, busy.retryAfterSeconds() * 1_000));
        return;
      }
      if (busy.progressed()) {
        pauseMillis = FIRST_MILLIS;
        waitedMillis = 0;
      }
      if (waitedMillis >= patience.toMillis()) {
        throw new SuiteFailure(
            "the hub takes nothing since "
                + patience.toMinutes()
                + " minutes ("
                + busy.code()
                + "); start the ingest again later, it goes on where it ended");
      }
      long retryAfterMillis = busy.retryAfterSeconds() * 1_000;
      long millis = Math.min(Math.max(pauseMillis, retryAfterMillis), LONGEST_MILLIS);
      sleep.millis(millis);
      waitedMillis += millis;
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_MILLIS);
    }
  }
}
