package org.endoreg.platform.problem;

import org.jspecify.annotations.Nullable;

/**
 * Describes a failure for the log without its message, because messages of foreign exceptions may
 * quote input: the kinds of the exception and its causes, and the first place in this suite's code.
 */
public final class FailurePlace {
  private static final int DEEPEST = 5;

  private FailurePlace() {}

  /** For instance {@code UncheckedIOException < NoSuchFileException at org.endoreg…}. */
  public static String of(Throwable failure) {
    StringBuilder kinds = new StringBuilder(failure.getClass().getSimpleName());
    @Nullable Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      kinds.append(" < ").append(cause.getClass().getSimpleName());
      cause = cause.getCause();
    }
    return kinds + " at " + place(failure);
  }

  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    for (StackTraceElement frame : trace) {
      if (frame.getClassName().startsWith("org.endoreg")) {
        return frame.toString();
      }
    }
    return trace.length == 0 ? "unknown place" : trace[0].toString();
  }
}
