package org.endoreg.backing;

/** PostgreSQL or Kafka could not be started; the message says what to do. */
public final class BackingFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public BackingFailure(String message) {
    super(message);
  }

  /** With a message for people and what lay behind it. */
  public BackingFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
