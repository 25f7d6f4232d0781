package org.endoreg.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * One demo for all journeys that only look or add: started when the first asks, stopped when the
 * tests end.
 */
final class RunningDemo {
  /** Test classes that use it run one after the other. */
  static final String NAME = "the running demo";

  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final SuiteProcess SUITE = start();

  private RunningDemo() {}

  static SuiteProcess suite() {
    return SUITE;
  }

  private static SuiteProcess start() {
    try {
      SuiteProcess suite = SuiteProcess.start("demo");
      Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
      suite.awaitLine("Open http", LIMIT);
      return suite;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
