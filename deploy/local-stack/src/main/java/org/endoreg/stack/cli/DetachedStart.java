package org.endoreg.stack.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/**
 * Runs {@code up} in a process of its own session and shows its lines until it is ready or has
 * failed.
 */
final class DetachedStart {
  private final SuiteChoice choice;
  private final PrintWriter out;

  DetachedStart(SuiteChoice choice, PrintWriter out) {
    this.choice = choice;
    this.out = out;
  }

  int run() throws IOException, InterruptedException {
    SuiteFolder folder = choice.folder();
    folder.create();
    Path log = folder.logs().resolve("suite.log");
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile())
            .start();
    int shown = 0;
    while (process.isAlive() && !isReady(folder, process.pid())) {
      shown = show(log, shown);
      Thread.sleep(200);
    }
    Thread.sleep(100);
    show(log, shown);
    return process.isAlive() ? 0 : 1;
  }

  private static boolean isReady(SuiteFolder folder, long supervisor) throws IOException {
    return SuiteState.read(folder)
        .filter(state -> state.supervisorPid() == supervisor && state.ready())
        .isPresent();
  }

  private int show(Path log, int shown) throws IOException {
    byte[] text = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    out.print(new String(text, shown, text.length - shown, StandardCharsets.UTF_8));
    out.flush();
    return text.length;
  }

  /** {@code setsid} replaces itself by the program, so the pid seen here is the supervisor's. */
  private List<String> command() {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx128m");
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dhub.root=" + System.getProperty("hub.root", "."));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Endoreg.class.getName()));
    command.addAll(List.of("up", "--data", choice.data.toString()));
    command.addAll(List.of("--port", Integer.toString(choice.port)));
    command.addAll(List.of("--centers", String.join(",", choice.centers)));
    command.addAll(List.of("--settle", Integer.toString(choice.settleSeconds)));
    command.addAll(List.of("--role", choice.options().role().wireName()));
    return command;
  }
}
