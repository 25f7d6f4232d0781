package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What processes have used, as the kernel counts it below {@code /proc}. */
final class Usage {
  /** The kernel shows times in hundredths of a second on every Linux. */
  private static final double TICKS = 100;

  private static final int FIRST_FIELD_AFTER_NAME = 3;
  private static final int OWN_USER_TIME = 14;
  private static final int CHILDREN_USER_TIME = 16;

  private Usage() {}

  /** Processor seconds of these processes, their children and what has ended below them. */
  static double cpuSeconds(List<ProcessHandle> processes) {
    return withChildren(processes)
        .mapToDouble(process -> ticks(process, OWN_USER_TIME) + ticks(process, CHILDREN_USER_TIME))
        .sum();
  }

  /** Processor seconds of one process without its children. */
  static double ownCpuSeconds(ProcessHandle process) {
    return ticks(process, OWN_USER_TIME);
  }

  /** Processor seconds of the children of this process that have ended. */
  static double endedChildrenCpuSeconds() {
    return ticks(ProcessHandle.current(), CHILDREN_USER_TIME);
  }

  /** Shared pages count by their share: the sum is what the processes take in all. */
  static double proportionalMiB(List<ProcessHandle> processes) {
    return withChildren(processes).mapToDouble(process -> memory(process, "Pss:")).sum();
  }

  /** Shared pages count in every process. */
  static double residentMiB(List<ProcessHandle> processes) {
    return withChildren(processes).mapToDouble(process -> memory(process, "Rss:")).sum();
  }

  private static Stream<ProcessHandle> withChildren(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct();
  }

  /** User and system time stand side by side. */
  private static double ticks(ProcessHandle process, int userTime) {
    String line = String.join("", lines(process, "stat"));
    if (line.isEmpty()) {
      return 0;
    }
    // the name before the last bracket may hold anything
    List<String> fields = Arrays.asList(line.substring(line.lastIndexOf(')') + 2).split(" "));
    int first = userTime - FIRST_FIELD_AFTER_NAME;
    return (Long.parseLong(fields.get(first)) + Long.parseLong(fields.get(first + 1))) / TICKS;
  }

  private static double memory(ProcessHandle process, String field) {
    return lines(process, "smaps_rollup").stream()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(Arrays.asList(line.split(" +")).get(1)) / 1024)
        .sum();
  }

  private static List<String> lines(ProcessHandle process, String file) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file));
    } catch (IOException ended) {
      return List.of();
    }
  }
}
