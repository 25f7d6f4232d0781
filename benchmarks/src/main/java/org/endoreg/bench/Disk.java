package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What happens to written bytes after whoever wrote them has gone on: threads of the kernel bring
 * them to the disk, on nobody's account.
 */
final class Disk {
  private static final double NANOS = 1e9;

  private Disk() {}

  /** Waits until what was written to the file system of this folder is on the disk. */
  static void settle(Path folder) throws IOException, InterruptedException {
    Process sync = new ProcessBuilder("sync", "-f", folder.toString()).inheritIO().start();
    if (sync.waitFor() != 0) {
      throw new IllegalStateException("what was written could not be brought to the disk");
    }
  }

  /** Processor seconds of the kernel's threads that bring pages to the disk, whoever wrote them. */
  static double cpuSeconds() {
    return ProcessHandle.allProcesses()
        .filter(Disk::isWriter)
        .mapToDouble(Disk::onProcessorSeconds)
        .sum();
  }

  /** Threads of the kernel have no command line; these serve block devices and journals. */
  private static boolean isWriter(ProcessHandle process) {
    String name = String.join("", lines(process, "comm"));
    return (name.startsWith("kworker/") || name.startsWith("jbd2/"))
        && lines(process, "cmdline").isEmpty();
  }

  private static double onProcessorSeconds(ProcessHandle process) {
    String times = String.join("", lines(process, "schedstat"));
    return times.isEmpty() ? 0 : Long.parseLong(times.split(" ", 2)[0]) / NANOS;
  }

  private static List<String> lines(ProcessHandle process, String file) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException ended) {
      return List.of();
    }
  }
}
