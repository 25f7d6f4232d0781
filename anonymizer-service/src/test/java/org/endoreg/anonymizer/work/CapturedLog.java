package org.endoreg.anonymizer.work;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Everything written to the log, formatted with the whole stack trace and every context entry. */
final class CapturedLog extends Handler {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final ExtFormatter format = new PatternFormatter("%p %c %t %X %s%e");

  @Override
  public void publish(LogRecord record) {
    lines.add(format.format(record));
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
