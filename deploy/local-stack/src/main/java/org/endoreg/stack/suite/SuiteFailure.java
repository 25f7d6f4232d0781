package org.endoreg.stack.suite;

/** The suite cannot do what was asked; the message is for people and says what helps. */
public final class SuiteFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public SuiteFailure(String message) {
    super(message);
  }

  /** With a message for people and what lay behind it. */
  public SuiteFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
