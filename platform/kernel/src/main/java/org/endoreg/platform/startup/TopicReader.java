package org.endoreg.platform.startup;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.events.BrokerSettings;

/** Asks a broker how it keeps the topics of the suite. */
final class TopicReader {
  private TopicReader() {}

  /** Those of the suite's topics that exist; empty when the broker does not answer in time. */
  static Optional<Map<String, TopicRules.Kept>> read(BrokerSettings brokers, Duration patience) {
    int millis = (int) patience.toMillis();
    Map<String, Object> own =
        Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    try {
      Admin admin = Admin.create(brokers.with(own));
      try {
        return Optional.of(read(admin, millis));
      } finally {
        // without a limit it waits for its thread as long as that takes, and the start with it
        admin.close(patience);
      }
    } catch (ExecutionException | TimeoutException | KafkaException away) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Map<String, TopicRules.Kept> read(Admin admin, int millis)
      throws ExecutionException, TimeoutException, InterruptedException {
    Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
    List<String> ours =
        Arrays.stream(Topic.values()).map(Topic::topicName).filter(present::contains).toList();
    Map<String, TopicDescription> described =
        admin.describeTopics(ours).allTopicNames().get(millis, TimeUnit.MILLISECONDS);
    Map<ConfigResource, Config> configured =
        admin.describeConfigs(resources(ours)).all().get(millis, TimeUnit.MILLISECONDS);
    Map<String, TopicRules.Kept> kept = new HashMap<>();
    for (Map.Entry<ConfigResource, Config> one : configured.entrySet()) {
      String name = one.getKey().name();
      kept.put(name, kept(Objects.requireNonNull(described.get(name)), one.getValue()));
    }
    return kept;
  }

  private static Collection<ConfigResource> resources(List<String> topics) {
    return topics.stream()
        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
        .collect(Collectors.toSet());
  }

  /** A topic is as safe as its least replicated partition. */
  private static TopicRules.Kept kept(TopicDescription topic, Config config) {
    int copies =
        topic.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    String inSync = config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value();
    return new TopicRules.Kept(copies, Integer.parseInt(inSync));
  }
}
