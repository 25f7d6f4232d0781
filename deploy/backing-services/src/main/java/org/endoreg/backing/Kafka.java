package org.endoreg.backing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.endoreg.contracts.events.Topic;

/** A single-node Kafka over one data folder, on loopback, in its own JVM. */
public final class Kafka {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int PARTITIONS = 3;

  private final Path folder;
  private final Path nodeModule;
  private final int clientPort;
  private final int controllerPort;
  private final Optional<Path> overrides;
  private final Map<String, Object> clientSettings;

  /**
   * A broker with data and log below {@code folder}; {@code root} is the checkout that built the
   * node.
   */
  public Kafka(Path folder, Path root, int clientPort, int controllerPort) {
    this(folder, root, clientPort, controllerPort, Optional.empty(), Map.of());
  }

  /** The same with settings of the broker from a file, and what a client needs then. */
  public Kafka(
      Path folder,
      Path root,
      int clientPort,
      int controllerPort,
      Optional<Path> overrides,
      Map<String, Object> clientSettings) {
    this.overrides = overrides;
    this.clientSettings = Map.copyOf(clientSettings);
    this.folder = folder.toAbsolutePath();
    this.nodeModule = root.resolve("deploy/kafka-node/target");
    this.clientPort = clientPort;
    this.controllerPort = controllerPort;
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return "127.0.0.1:" + clientPort;
  }

  /**
   * Starts the node and returns as soon as the broker answers and all topics of the suite exist.
   */
  public Process start() {
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("kafka.log").toFile()))
              .start();
      awaitTopicsOrEnd(process);
      return process;
    } catch (IOException failed) {
      throw new BackingFailure("Kafka could not be started", failed);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        nodeModule.resolve("classes") + ":" + nodeModule.resolve("lib") + "/*",
        "org.endoreg.kafkanode.KafkaNode",
        folder.resolve("data").toString(),
        Integer.toString(clientPort),
        Integer.toString(controllerPort));
    overrides.ifPresent(file -> command.add(file.toString()));
    return command;
  }

  private void awaitTopicsOrEnd(Process process) {
    try {
      awaitTopics(process);
    } catch (RuntimeException | Error failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private void awaitTopics(Process process) {
    Instant deadline = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(deadline)) {
      if (!process.isAlive()) {
        throw new BackingFailure("Kafka ended at once, see " + folder.resolve("kafka.log"));
      }
      if (createTopics()) {
        return;
      }
    }
    throw new BackingFailure("Kafka did not answer in time, see " + folder.resolve("kafka.log"));
  }

  private boolean createTopics() {
    Map<String, Object> settings = new HashMap<>(clientSettings);
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    try (Admin admin = Admin.create(settings)) {
      for (NewTopic topic : Arrays.stream(Topic.values()).map(Kafka::newTopic).toList()) {
        create(admin, topic);
      }
      return true;
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new BackingFailure("interrupted");
    }
  }

  private static void create(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      admin.createTopics(List.of(topic)).all().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof TopicExistsException)) {
        throw failed;
      }
    }
  }

  private static NewTopic newTopic(Topic topic) {
    return new NewTopic(topic.topicName(), Optional.of(PARTITIONS), Optional.of((short) 1))
        .configs(
            Map.of(
                "retention.ms",
                Long.toString(topic.retention().toMillis()),
                "cleanup.policy",
                topic.isCompacted() ? "compact" : "delete"));
  }
}
