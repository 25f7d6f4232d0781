package org.endoreg.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A transfer hub in the role of a site, with a database of its own. It follows the topics of the
 * running hub's suite and reads its blobs, so that what is signed off there is what the site has to
 * send.
 */
final class SendingSite implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final TransferHubProcess process;
  private final Path folder;
  private final String database;

  private SendingSite(TransferHubProcess process, Path folder, String database) {
    this.process = process;
    this.folder = folder;
    this.database = database;
  }

  /** What the site is given: its own names and files, and the keys of the hub. */
  record Provision(
      String nodeKey,
      String secret,
      Path certificate,
      TransferDoor door,
      String hubUrl,
      JsonNode hubIdentity) {

    Provision(
        String nodeKey, String secret, Path certificate, TransferDoor door, JsonNode hubIdentity) {
      this(nodeKey, secret, certificate, door, door.address(), hubIdentity);
    }
  }

  static SendingSite start(RunningHub hub, Provision provision) throws Exception {
    Path folder = Files.createTempDirectory("endoreg-site");
    String database = "transfer_site_" + STARTED.incrementAndGet();
    hub.database().execute("postgres", "CREATE DATABASE " + database + " OWNER transfer_hub");
    Map<String, String> own = settings(hub, provision, folder);
    own.computeIfPresent(
        "QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> url.replace("/transfer_hub", "/" + database));
    return new SendingSite(TransferHubProcess.start(hub, folder, own), folder, database);
  }

  /** What a site says that is started with one setting of its sender turned wrong; it ends. */
  static List<String> refusal(RunningHub hub, Provision provision, String setting, String value)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("endoreg-site");
    Map<String, String> own = settings(hub, provision, folder);
    own.put("ENDOREG_TRANSFER_SENDER_" + setting, value);
    return TransferHubProcess.refusal(hub, folder, own);
  }

  private static Map<String, String> settings(RunningHub hub, Provision provision, Path folder)
      throws IOException {
    Map<String, String> own = new LinkedHashMap<>(TransferHubProcess.settingsOf(hub));
    own.put("QUARKUS_APPLICATION_NAME", "transfer-site");
    own.put("ENDOREG_ROLE", "site_node");
    own.put("ENDOREG_TRANSFER_ENABLED", "false");
    own.put("ENDOREG_TRANSFER_NODE_KEY", provision.nodeKey());
    own.put("ENDOREG_WORK_FIRST_RETRY", "PT1S");
    own.put("ENDOREG_WORK_LONGEST_RETRY", "PT2S");
    own.put("ENDOREG_WORK_LEASE", "PT4S");
    String sender = "ENDOREG_TRANSFER_SENDER_";
    own.put(sender + "ENABLED", "true");
    own.put(sender + "CENTER", TransferSenderTest.CENTER);
    own.put(sender + "HUB_URL", provision.hubUrl());
    own.put(sender + "SECRET_FILE", written(folder, "secret", provision.secret()));
    own.put(sender + "KEY_STORE", provision.certificate().toString());
    own.put(sender + "KEY_STORE_PASSWORD_FILE", written(folder, "password", "changeit"));
    own.put(sender + "TRUST_FILE", provision.door().authority().toString());
    own.put(sender + "RECIPIENT_KEY", provision.hubIdentity().path("recipient_key").asText());
    own.put(sender + "RECEIPT_KEY", provision.hubIdentity().path("receipt_key").asText());
    own.put(sender + "STAGING_DIR", folder.resolve("outgoing").toString());
    own.put(sender + "POLL", "PT0.2S");
    return own;
  }

  String address() {
    return process.address();
  }

  String database() {
    return database;
  }

  Path outgoing() {
    return folder.resolve("outgoing");
  }

  Path log() {
    return folder.resolve("transfer-hub.log");
  }

  /** Files of sealed artifacts that still lie here. */
  List<Path> staged() throws IOException {
    if (!Files.isDirectory(outgoing())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(outgoing())) {
      return files.toList();
    }
  }

  void killAndStartAgain() throws IOException, InterruptedException {
    process.killAndStartAgain();
  }

  private static String written(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Override
  public void close() {
    process.close();
  }
}
