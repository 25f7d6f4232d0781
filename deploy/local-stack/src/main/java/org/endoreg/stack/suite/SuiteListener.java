package org.endoreg.stack.suite;

import java.time.Duration;

/** Hears what happens to the parts, to show it to people. */
public interface SuiteListener {

  /** A part does its work, so long after it was started. */
  void ready(String part, Duration after);

  /** A part died and is being started again for the n-th time. */
  void restarting(String part, int times);

  /** A part could not be started again; it is tried once more soon. */
  void failed(String part, String message);
}
