package org.endoreg.stack.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.stack.cli.DoctorCommand.Check;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.Suite;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteOptions;
import org.endoreg.stack.suite.SuiteState;

/** The checks of {@code doctor}. */
final class Checkup {
  private static final long LEAST_FREE_BYTES = 1L << 30;
  private static final int LEAST_JAVA = 17;

  private final SuiteFolder folder;
  private final SuiteOptions options;

  Checkup(SuiteFolder folder, SuiteOptions options) {
    this.folder = folder;
    this.options = options;
  }

  List<Check> checks() throws IOException {
    List<Check> checks = new ArrayList<>();
    int java = Runtime.version().feature();
    checks.add(new Check("java", java >= LEAST_JAVA, "version " + java));
    checks.add(disk());
    checks.add(ocr());
    Optional<SuiteState> state =
        Suite.isRunning(folder) ? SuiteState.read(folder) : Optional.empty();
    if (state.isPresent()) {
      checks.addAll(running(state.orElseThrow()));
    } else {
      boolean free = Ports.isFree(options.port());
      checks.add(
          new Check("port", free, options.port() + (free ? " is free" : " is taken; use --port")));
    }
    return checks;
  }

  private Check disk() throws IOException {
    Path existing = Files.exists(folder.data()) ? folder.data() : folder.root();
    long free = Files.getFileStore(existing).getUsableSpace();
    return new Check("disk", free >= LEAST_FREE_BYTES, (free >> 20) + " MiB free at " + existing);
  }

  private static Check ocr() throws IOException {
    Path shared = Path.of("/usr/share/tesseract-ocr");
    boolean found = System.getenv("TESSDATA_PREFIX") != null;
    if (!found && Files.isDirectory(shared)) {
      try (Stream<Path> files =
          Files.find(shared, 3, (file, kind) -> file.endsWith("deu.traineddata"))) {
        found = files.findAny().isPresent();
      }
    }
    return new Check(
        "ocr",
        found,
        found ? "German language data found" : "install the package tesseract-ocr-deu");
  }

  private List<Check> running(SuiteState state) throws IOException {
    List<Check> checks = new ArrayList<>();
    for (SuiteState.PartState part : state.parts()) {
      boolean alive = part.process().isPresent();
      checks.add(new Check(part.name(), alive, alive ? "runs" : "does not run; ./endoreg logs"));
    }
    long failed =
        RunningSuite.client(folder, state).jobs().stream().filter(Checkup::needsAttention).count();
    checks.add(new Check("jobs", failed == 0, failed + " of the newest 200 in error or lost"));
    return checks;
  }

  private static boolean needsAttention(JobRow job) {
    return job.status().equals("error") || job.status().equals("lost");
  }
}
