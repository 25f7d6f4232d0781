package org.endoreg.platform.work;

/**
 * Somebody called the item off while it was worked on, so nothing of this attempt may be written. A
 * worker that notices throws it; the queue throws it instead of finishing such an item.
 */
public final class WorkCancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the item only. */
  public WorkCancelled(WorkItem item) {
    super("called off: " + item.queue() + " item " + item.id());
  }
}
