package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.Ports;

/**
 * One more transfer hub beside the one of the running hub, with its settings and some of its own.
 * It shares keys, blobs, broker and sign-in.
 */
public final class TransferHubProcess implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  private static final HttpClient PROBES = HttpClient.newHttpClient();

  private final Map<String, String> settings;
  private final Path log;
  private final int port;
  private volatile Process process;

  private TransferHubProcess(Map<String, String> settings, Path log, int port, Process process) {
    this.settings = settings;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  /** Starts it and waits until it is ready; {@code own} replaces settings of the same name. */
  public static TransferHubProcess start(RunningHub hub, Path folder, Map<String, String> own)
      throws IOException {
    int port = Ports.free();
    Map<String, String> settings = new LinkedHashMap<>(settingsOf(hub));
    settings.putAll(own);
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    Path log = folder.resolve("transfer-hub.log");
    TransferHubProcess started = new TransferHubProcess(settings, log, port, launch(settings, log));
    started.awaitReady();
    return started;
  }

  /** Starts it with settings that forbid it to run; what it says until it ends by itself. */
  static List<String> refusal(RunningHub hub, Path folder, Map<String, String> own)
      throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>(settingsOf(hub));
    settings.putAll(own);
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
    Path log = folder.resolve("refused.log");
    Process process = launch(settings, log);
    if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() == 0) {
      process.destroyForcibly();
      throw new AssertionError("it did not refuse to start");
    }
    return Files.readAllLines(log);
  }

  /** The settings the transfer hub of the running hub was started with. */
  public static Map<String, String> settingsOf(RunningHub hub) throws IOException {
    long pid = hub.suite().part("transfer-hub").pid();
    Map<String, String> settings = new LinkedHashMap<>();
    String all = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.UTF_8);
    for (String entry : all.split("\0", -1)) {
      String[] parts = entry.split("=", 2);
      if (parts[0].matches("(ENDOREG|QUARKUS|KAFKA)_.*")) {
        settings.put(parts[0], parts[1]);
      }
    }
    return settings;
  }

  /** Where people and probes ask. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /** kill -9, and a fresh start on the same data. */
  void killAndStartAgain() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    startAgain();
    awaitReady();
  }

  /** The process that runs now, or ran last. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** A fresh start on the same data, after the process ended. */
  public void startAgain() throws IOException {
    process = launch(settings, log);
  }

  /** True when it would take requests; asking takes three seconds at most. */
  public boolean isReady() {
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create(address() + "/q/health/ready"))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      return PROBES.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void awaitReady() {
    await().atMost(Duration.ofMinutes(3)).until(() -> isReady() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("it ended early, see " + log);
    }
  }

  private static Process launch(Map<String, String> settings, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassTraining.optionsOf("transfer-hub"));
    command.addAll(
        List.of(
            "-jar", ROOT.resolve("transfer-hub/target/quarkus-app/quarkus-run.jar").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);
    return builder.start();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
