package org.endoreg.stack.archive;

import java.io.IOException;
import java.nio.file.Path;

/** One way to bring a file to the hub. The file's name stays here. */
@FunctionalInterface
interface FileUpload {

  /**
   * Sends a file once.
   *
   * @throws IOException when file or line break, and it is worth another try
   */
  Outcome send(Path file, String center) throws IOException, InterruptedException;

  /** What the hub said. */
  sealed interface Outcome {}

  /** It is a job now; {@code reused} when the hub had the same bytes already. */
  record Accepted(String job, boolean reused) implements Outcome {}

  /** It will not be taken; the code is the hub's. */
  record Refused(String code) implements Outcome {}

  /** Not now, but perhaps after so many seconds; {@code progressed} when a part of it arrived. */
  record Busy(String code, long retryAfterSeconds, boolean progressed) implements Outcome {}
}
