package org.endoreg.platform.work;

import org.endoreg.contracts.ProblemCode;
import org.jdbi.v3.core.Handle;

/** Does the work of one queue. Called on a thread that may block for hours. */
public interface Worker {

  /** The queue whose items this worker takes. */
  String queue();

  /**
   * Works on the item and finishes it through the queue. Looks at {@code lease} often and stops
   * when it says so.
   *
   * @throws WorkFailed when the item ends with a code; the runner retries or gives up by it
   */
  void work(WorkItem item, LeaseWatch lease) throws WorkFailed;

  /** How many retries a passing failure with this code is worth, whatever failed before. */
  default int retriesWorth(ProblemCode code) {
    return RetryPlan.usualRetries(code);
  }

  /** Records that the item is given up for good with this code, through the queue. */
  void giveUp(WorkItem item, ProblemCode code);

  /** Tells others of the next attempt, in the transaction that plans it. */
  default void retryPlanned(Handle transaction, WorkItem item, PlannedRetry retry) {
    // Work nobody watches has nobody to tell.
  }

  /** Tells others that the item was called off, in the transaction that ends it. */
  default void cancelled(Handle transaction, WorkItem item) {
    // Work nobody calls off has nobody to tell.
  }
}
