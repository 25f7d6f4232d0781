package org.endoreg.stack.cli;

import picocli.CommandLine.Option;

/** How gently an archive is sent. */
final class ArchiveLimits {
  @Option(
      names = "--max-rate",
      paramLabel = "MB/S",
      description = "At most so many megabytes a second, all files together (default: no limit).")
  double maxRate;

  @Option(
      names = "--max-waiting",
      paramLabel = "N",
      description =
          "Pause while so many jobs of the center wait (default: ${DEFAULT-VALUE}, 0: never).")
  long maxWaiting = 500;

  @Option(
      names = "--patience",
      paramLabel = "MIN",
      description =
          "End after the hub took nothing for so many minutes (default: ${DEFAULT-VALUE}).")
  long patienceMinutes = 30;
}
