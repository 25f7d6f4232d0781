package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.Ports;

/**
 * A transfer hub in the role of a site, in a process and with a database of its own. It follows the
 * topics of the running hub's suite and reads its blobs, so that what is signed off there is what
 * the site has to send.
 */
final class SendingSite implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final String DATABASE = "transfer_site";

  private final Map<String, String> environment;
  private final int port;
  private final Path folder;
  private Process process;

  private SendingSite(Map<String, String> environment, int port, Path folder, Process process) {
    this.environment = environment;
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /** What the site is given: its own names and files, and the keys of the hub. */
  record Provision(
      String nodeKey, String secret, Path certificate, TransferDoor door, JsonNode hubIdentity) {}

  static SendingSite start(RunningHub hub, Provision provision) throws Exception {
    Path folder = Files.createTempDirectory("endoreg-site");
    int port = Ports.free();
    Map<String, String> environment = new LinkedHashMap<>(environmentOf(hub));
    createDatabase(hub);
    environment.computeIfPresent(
        "QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> url.replace("/transfer_hub", "/" + DATABASE));
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_APPLICATION_NAME", "transfer-site");
    environment.put("ENDOREG_ROLE", "site_node");
    environment.put("ENDOREG_TRANSFER_ENABLED", "false");
    environment.put("ENDOREG_TRANSFER_NODE_KEY", provision.nodeKey());
    environment.put("ENDOREG_WORK_FIRST_RETRY", "PT1S");
    environment.put("ENDOREG_WORK_LONGEST_RETRY", "PT2S");
    environment.put("ENDOREG_WORK_LEASE", "PT4S");
    String sender = "ENDOREG_TRANSFER_SENDER_";
    environment.put(sender + "ENABLED", "true");
    environment.put(sender + "HUB_URL", provision.door().address());
    environment.put(sender + "SECRET_FILE", written(folder, "secret", provision.secret()));
    environment.put(sender + "KEY_STORE", provision.certificate().toString());
    environment.put(sender + "KEY_STORE_PASSWORD_FILE", written(folder, "password", "changeit"));
    environment.put(sender + "TRUST_FILE", provision.door().authority().toString());
    environment.put(
        sender + "RECIPIENT_KEY", provision.hubIdentity().path("recipient_key").asText());
    environment.put(sender + "RECEIPT_KEY", provision.hubIdentity().path("receipt_key").asText());
    environment.put(sender + "STAGING_DIR", folder.resolve("outgoing").toString());
    environment.put(sender + "POLL", "PT0.2S");
    SendingSite site = new SendingSite(environment, port, folder, launch(environment, folder));
    site.awaitReady();
    return site;
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Files of sealed artifacts that still lie here. */
  List<Path> staged() throws IOException {
    Path outgoing = folder.resolve("outgoing");
    if (!Files.isDirectory(outgoing)) {
      return List.of();
    }
    try (var files = Files.list(outgoing)) {
      return files.toList();
    }
  }

  /** kill -9, and a fresh start on the same data. */
  void killAndStartAgain() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch(environment, folder);
    awaitReady();
  }

  private void awaitReady() {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create(address() + "/q/health/ready")).build();
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }

  private static Process launch(Map<String, String> environment, Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                ROOT.resolve("transfer-hub/target/quarkus-app/quarkus-run.jar").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("site.log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The settings of the hub's own transfer hub; keys, blobs, broker and sign-in are shared. */
  private static Map<String, String> environmentOf(RunningHub hub) throws IOException {
    long pid = hub.suite().part("transfer-hub").pid();
    Map<String, String> environment = new LinkedHashMap<>();
    String all = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.UTF_8);
    for (String entry : all.split("\0", -1)) {
      String[] parts = entry.split("=", 2);
      if (parts[0].matches("(ENDOREG|QUARKUS|KAFKA)_.*")) {
        environment.put(parts[0], parts[1]);
      }
    }
    return environment;
  }

  private static void createDatabase(RunningHub hub) throws SQLException, IOException {
    hub.database().execute("postgres", "CREATE DATABASE " + DATABASE + " OWNER transfer_hub");
  }

  private static String written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
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
