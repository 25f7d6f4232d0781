package org.endoreg.platform.events;

/** A record on a topic is not an envelope; it is set aside and never blocks the ones behind it. */
public final class MalformedEvent extends Exception {
  private static final long serialVersionUID = 1L;

  /** Quotes nothing of the record. */
  public MalformedEvent() {
    super("malformed event");
  }
}
