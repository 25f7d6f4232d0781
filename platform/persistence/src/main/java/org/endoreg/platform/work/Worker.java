package org.endoreg.platform.work;

import org.endoreg.contracts.ProblemCode;

/** Does the work of one queue. Called on a thread that may block for hours. */
public interface Worker {

  /** The queue whose items this worker takes. */
  String queue();

  /**
   * Works on the item and finishes it through the queue. Looks at {@code lease} often and stops
   * when it is lost.
   *
   * @throws WorkFailed when the item ends with a code; the runner retries or gives up by it
   */
  void work(WorkItem item, LeaseWatch lease) throws WorkFailed;

  /** Records that the item is given up for good with this code, through the queue. */
  void giveUp(WorkItem item, ProblemCode code);
}
