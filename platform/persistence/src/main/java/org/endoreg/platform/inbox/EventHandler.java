package org.endoreg.platform.inbox;

import org.endoreg.contracts.events.EventEnvelope;
import org.jdbi.v3.core.Handle;

/** Gives an event its effect, inside the transaction that also records that it was received. */
@FunctionalInterface
public interface EventHandler {

  /**
   * Called once per event id, in order per aggregate. Throwing rolls back; the event is delivered
   * again.
   */
  void handle(EventEnvelope event, Handle transaction);
}
