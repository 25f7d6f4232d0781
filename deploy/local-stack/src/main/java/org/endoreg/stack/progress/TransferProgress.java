package org.endoreg.stack.progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that says how many bytes are through, how fast, and how long the rest will take. On a
 * terminal the line is rewritten; elsewhere, where every line stays, there is one every ten
 * seconds. Safe to call from several threads.
 */
public final class TransferProgress {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long LOG_NANOS = 10_000_000_000L;
  private static final double MIB = 1 << 20;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoClock;
  private final long begun;
  private String what = "";
  private long totalBytes;
  private long doneBytes;
  private long unsentBytes;
  private long totalFiles;
  private long doneFiles;
  private long shownAt;
  private int shownLength;

  /** Shows on {@code out}; {@code terminal} says whether a line can be rewritten there. */
  public TransferProgress(PrintWriter out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  TransferProgress(PrintWriter out, boolean terminal, LongSupplier nanoClock) {
    this.out = out;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.begun = nanoClock.getAsLong();
    this.shownAt = begun;
  }

  /** One that shows nothing. */
  public static TransferProgress silent() {
    return new TransferProgress(new PrintWriter(java.io.Writer.nullWriter()), false);
  }

  /** Names what is being done now. */
  public synchronized void phase(String name) {
    what = name;
    show(false);
  }

  /** More is to be done. */
  public synchronized void expect(long files, long bytes) {
    totalFiles += files;
    totalBytes += bytes;
  }

  /** So many bytes more are through. */
  public synchronized void bytes(long count) {
    doneBytes += count;
    show(false);
  }

  /**
   * So many bytes more are through without having been sent now: an earlier run brought them, or
   * nobody has to. Negative when some have to be sent once more.
   */
  public synchronized void there(long count) {
    doneBytes += count;
    unsentBytes += Math.max(0, count);
    show(false);
  }

  /** One file more is through. */
  public synchronized void file() {
    doneFiles++;
    show(false);
  }

  /** Ends the line. */
  public synchronized void end() {
    if (terminal && shownLength > 0) {
      out.print("\r" + " ".repeat(shownLength) + "\r");
      out.flush();
      shownLength = 0;
    }
  }

  /** Bytes that are through, whoever sent them when. */
  public synchronized long doneBytes() {
    return doneBytes;
  }

  /** Those of them that were sent now. */
  public synchronized long sentBytes() {
    return Math.max(0, doneBytes - unsentBytes);
  }

  /** Mean rate of what was sent so far, in MiB a second. */
  public synchronized double rate() {
    double seconds = (nanoClock.getAsLong() - begun) / 1e9;
    return seconds < 0.001 ? 0 : sentBytes() / MIB / seconds;
  }

  /** Seconds the rest will take at the rate so far; −1 before that can be said. */
  public synchronized long secondsLeft() {
    double rate = rate();
    return rate == 0 ? -1 : Math.max(0, Math.round((totalBytes - doneBytes) / MIB / rate));
  }

  private void show(boolean always) {
    long now = nanoClock.getAsLong();
    if (!always && now - shownAt < (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
      return;
    }
    shownAt = now;
    String line = line();
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
    } else {
      out.println(line);
    }
    shownLength = line.length();
    out.flush();
  }

  private String line() {
    long left = secondsLeft();
    return String.format(
        Locale.ROOT,
        "  %s  %d/%d files  %.1f/%.1f MiB  %.1f MiB/s  %s left",
        what,
        doneFiles,
        totalFiles,
        doneBytes / MIB,
        totalBytes / MIB,
        rate(),
        left < 0 ? "?" : duration(left));
  }

  /** Seconds as people read them. */
  public static String duration(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3_600
            ? seconds / 60 + " min " + seconds % 60 + " s"
            : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }
}
