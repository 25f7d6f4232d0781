package org.endoreg.stack.suite;

import java.io.IOException;

/** Something the suite runs as a process of its own and starts again when it dies. */
interface Part {

  /** Its name in messages and in the log folder. */
  String name();

  /** The loopback port it answers on. */
  int port();

  /** Starts the process; returns before it is ready. */
  Process launch() throws IOException;

  /** True when it does its work. */
  boolean isReady();

  /** Asks the process to end. */
  void stop(Process process);

  /** The process has ended after {@link #stop}, in time. */
  default void ended(int exitCode) {}
}
