package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.endoreg.stack.suite.Suite;

/** Stops the suite when this process is told to end. */
final class StopOnSignal {
  private StopOnSignal() {}

  static void install(Suite suite) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(suite)));
  }

  private static void close(Suite suite) {
    try {
      suite.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
