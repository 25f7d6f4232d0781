package org.endoreg.stack.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.endoreg.stack.suite.SuiteListener;

/** One line per part, as it becomes ready. */
final class PartLines implements SuiteListener {
  private final PrintWriter out;
  private final String suite;

  PartLines(PrintWriter out) {
    this(out, "");
  }

  /** Lines that also name the suite, where there are several. */
  PartLines(PrintWriter out, String suite) {
    this.out = out;
    this.suite = suite.isEmpty() ? "" : suite + "/";
  }

  @Override
  public synchronized void ready(String part, Duration after) {
    out.printf(Locale.ROOT, "  ✔ %-29s %5.1f s%n", suite + part, after.toMillis() / 1000.0);
    out.flush();
  }

  @Override
  public synchronized void failed(String part, String message) {
    out.printf("  ✘ %s is still down: %s%n", suite + part, message);
    out.flush();
  }

  @Override
  public synchronized void restarting(String part, int times) {
    out.printf("  ↻ %s ended, starting it again (%d)%n", suite + part, times);
    out.flush();
  }
}
