package org.endoreg.platform.startup;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.events.Topic;
import org.jspecify.annotations.Nullable;

/** S16 for topics: each is there, with enough copies, of which enough must hold a record. */
record TopicRules(int replication, int minInsync) {
  private static final int COPIES = 3;
  private static final int COPIES_IN_SYNC = 2;

  /** How a topic is kept. */
  record Kept(int replication, int minInsync) {}

  /** What these settings ask for in this role. */
  static TopicRules of(HubSettings.Kafka settings, DeploymentRole role) {
    boolean replicated = role == DeploymentRole.CENTRAL_HUB || role == DeploymentRole.SITE_NODE;
    return new TopicRules(
        settings.replication().orElse(replicated ? COPIES : 1),
        settings.minInsync().orElse(replicated ? COPIES_IN_SYNC : 1));
  }

  /** The first topic that does not hold. */
  Optional<StartupRefused> refusal(Map<String, Kept> topics) {
    return Arrays.stream(Topic.values())
        .map(Topic::topicName)
        .flatMap(name -> refusal(name, topics.get(name)).stream())
        .findFirst();
  }

  private Optional<StartupRefused> refusal(String name, @Nullable Kept kept) {
    if (kept == null) {
      return Optional.of(new StartupRefused("kafka topic " + name, "must exist"));
    }
    if (kept.replication() < replication) {
      return Optional.of(
          new StartupRefused("endoreg.kafka.replication", name + " has fewer copies than that"));
    }
    if (kept.minInsync() < minInsync) {
      return Optional.of(
          new StartupRefused(
              "endoreg.kafka.min-insync", name + " asks for fewer copies in sync than that"));
    }
    return Optional.empty();
  }
}
