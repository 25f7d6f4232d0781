package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.backing.Ports;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** The suite in a process of its own, started with the command people use. */
public final class SuiteProcess implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  /**
   * Several suites start side by side, and most live for a minute or two. Only the gateway, which
   * takes gibibytes and has to keep up with its senders, is compiled as for people.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ENDOREG_QUICK_START", "anonymizer-service,media-service,watcher-agent,transfer-hub",
          "ENDOREG_START_PATIENCE", "PT5M");

  private final Path data;
  private final int port;
  private final Process process;
  private final Path output;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private SuiteProcess(Path data, Process process, Path output, int port) {
    this.data = data;
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Runs {@code endoreg COMMAND} on a fresh data folder with two centers. */
  public static SuiteProcess start(String command) throws IOException {
    return start(command, Files.createTempDirectory("endoreg-journey"));
  }

  /** The same on a given data folder. */
  public static SuiteProcess start(String command, Path data) throws IOException {
    return start(command, data, Map.of(), "--centers", "local,north", "--settle", "1");
  }

  /** Runs {@code endoreg COMMAND} with these options; the parts inherit the environment. */
  public static SuiteProcess start(
      String command, Path data, Map<String, String> environment, String... options)
      throws IOException {
    ClassTraining.require();
    int port = freeRow();
    Path output = Files.createTempFile("endoreg-output", ".txt");
    List<String> line = new ArrayList<>(endoreg(command, "--data", data.toString()));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(SETTINGS);
    builder.environment().putAll(environment);
    return new SuiteProcess(data, builder.start(), output, port);
  }

  /** A port whose successors, which sign-in and a second suite take, are free too. */
  private static int freeRow() {
    int port = Ports.free();
    while (!isFreeRow(port + 1)) {
      port = Ports.free();
    }
    return port;
  }

  private static boolean isFreeRow(int first) {
    return IntStream.range(first, first + 3).allMatch(Ports::isFree)
        && IntStream.range(first, first + 3).allMatch(Ports::reserve);
  }

  /** Runs a command to its end. */
  public static Finished run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /** The same with this environment. */
  static Finished run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("endoreg-output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(endoreg(arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(SETTINGS);
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Finished(process.waitFor(), Files.readString(output));
  }

  /** Begins a command whose end is the caller's matter. */
  public static Process begin(String... arguments) throws IOException {
    return new ProcessBuilder(endoreg(arguments))
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile("endoreg-output", ".txt").toFile())
        .start();
  }

  /** How a command ended. */
  public record Finished(int exitCode, String output) {}

  private static List<String> endoreg(String... arguments) {
    Path stack = ROOT.resolve("deploy/local-stack/target");
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-Dhub.root=" + ROOT.toAbsolutePath(),
                "-Dstdout.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                "-cp",
                stack.resolve("classes") + ":" + stack.resolve("lib") + "/*",
                "org.endoreg.stack.cli.Endoreg"));
    line.addAll(List.of(arguments));
    return line;
  }

  public Path data() {
    return data;
  }

  public Process process() {
    return process;
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException unreadable) {
      return "";
    }
  }

  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Where Keycloak answers, when there is one. */
  public String identityProvider() {
    return "http://127.0.0.1:" + (port + 1);
  }

  public HubClient client() {
    return new HubClient(address());
  }

  public void awaitLine(String text, Duration limit) {
    await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> output().contains(text) || !process.isAlive());
    if (!output().contains(text)) {
      throw new AssertionError("the suite ended early:\n" + output());
    }
  }

  public SuiteState state() throws IOException {
    return SuiteState.read(new SuiteFolder(data, ROOT)).orElseThrow();
  }

  public SuiteState.PartState part(String name) throws IOException {
    return state().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public void signal(String name, String signal) throws IOException, InterruptedException {
    long pid = part(name).pid();
    new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
  }

  public HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public JsonNode json(String path) throws IOException, InterruptedException {
    return json.readTree(get(path).body());
  }

  public List<JsonNode> results(String path) throws IOException, InterruptedException {
    return StreamSupport.stream(json(path).path("results").spliterator(), false).toList();
  }

  public JobRow job(String id) {
    return client().jobs().stream().filter(row -> row.id().equals(id)).findFirst().orElseThrow();
  }

  /** Waits until nothing more will happen to the job. */
  public JobRow awaitFinished(String id) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> job(id).isFinished());
    return job(id);
  }

  /** The file that holds the encrypted blob of this key. */
  public Path blob(String key) {
    int slash = key.lastIndexOf('/');
    String shard = key.substring(key.length() - 2);
    return data.resolve("blobs")
        .resolve(key.substring(0, slash))
        .resolve(shard)
        .resolve(key.substring(slash + 1));
  }

  /** The demo's sample whose file name ends like this. */
  public Path sample(String ending) {
    try (Stream<Path> files = Files.list(data.resolve("samples"))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public List<String> planted() throws IOException {
    JsonNode list = json.readTree(data.resolve("samples/planted.json").toFile());
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
