package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.endoreg.backing.Ports;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** The suite under test, started and stopped with the command people use. */
final class Hub implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  private final Path data;
  private final Map<String, String> environment;
  private final int port = Ports.free();

  /** A suite over this folder, not started. */
  Hub(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = environment;
  }

  void up() throws IOException, InterruptedException {
    if (command("up", "--detach", "--port", Integer.toString(port)).start().waitFor() != 0) {
      throw new IllegalStateException("the suite did not start, see " + data);
    }
  }

  void down() throws IOException, InterruptedException {
    command("down").start().waitFor();
  }

  /** The command with this suite's data folder. */
  ProcessBuilder command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(ROOT.resolve("endoreg").toString()));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log().toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  Path log() {
    return data.resolveSibling("command.log");
  }

  int port() {
    return port;
  }

  String edge() {
    return "http://127.0.0.1:" + port;
  }

  String direct(String part) throws IOException {
    return "http://127.0.0.1:" + state(part).port();
  }

  List<ProcessHandle> processes(String... parts) throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String part : parts) {
      processes.add(state(part).process().orElseThrow());
    }
    return processes;
  }

  /** The process whose children all parts are; it is the edge, too. */
  ProcessHandle launcher() throws IOException {
    return ProcessHandle.of(state().supervisorPid()).orElseThrow();
  }

  private SuiteState.PartState state(String part) throws IOException {
    return state().parts().stream()
        .filter(known -> known.name().equals(part))
        .findFirst()
        .orElseThrow();
  }

  private SuiteState state() throws IOException {
    return SuiteState.read(new SuiteFolder(data, ROOT)).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    try {
      down();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
