package org.endoreg.platform.resumable.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The server takes nothing now, or not from this sender: it says nothing about the file, which may
 * be sent later. {@code code} is the server's own, or {@code no_answer}.
 */
public final class ServerAway extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long retryAfterSeconds;
  private final boolean progressed;

  ServerAway(String what, @Nullable Throwable cause) {
    this(what, cause, new Answer(0, "no_answer", 0), false);
  }

  ServerAway(Answer answer) {
    this("the server answered with status " + answer.status(), null, answer, false);
  }

  private ServerAway(String what, @Nullable Throwable cause, Answer answer, boolean progressed) {
    super(what, cause);
    this.status = answer.status();
    this.code = answer.code();
    this.retryAfterSeconds = answer.retryAfterSeconds();
    this.progressed = progressed;
  }

  /** What an answer said of itself. */
  record Answer(int status, String code, long retryAfterSeconds) {}

  /** The same failure, of an attempt in which some part arrived before. */
  ServerAway afterProgress() {
    return new ServerAway(
        String.valueOf(getMessage()), this, new Answer(status, code, retryAfterSeconds), true);
  }

  /** The status of the answer, 0 when there was none. */
  public int status() {
    return status;
  }

  /** The stable code of the problem. */
  public String code() {
    return code;
  }

  /** How long the server asks to wait, 0 when it does not say. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** True when something arrived before the failure: the next failure is a first one. */
  public boolean progressed() {
    return progressed;
  }
}
