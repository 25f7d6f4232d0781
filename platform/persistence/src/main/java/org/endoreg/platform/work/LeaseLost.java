package org.endoreg.platform.work;

/**
 * The worker no longer owns the item: another one has taken over, so nothing of this attempt may be
 * written.
 */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the item only. */
  public LeaseLost(WorkItem item) {
    super("lease lost for " + item.queue() + " item " + item.id());
  }
}
