package org.endoreg.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.events.Topic;
import org.endoreg.platform.startup.TopicRules.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
  private static final TopicRules RULES = new TopicRules(3, 2);
  private static final String PLANTED = Topic.MEDIA_EVENTS.topicName();

  @ParameterizedTest
  @CsvSource({
    "STANDALONE, 1, 1",
    "LOCAL_STUDY_SERVER, 1, 1",
    "SITE_NODE, 3, 2",
    "CENTRAL_HUB, 3, 2"
  })
  void aHubAndASiteKeepThreeCopiesUnlessToldOtherwise(
      DeploymentRole role, int replication, int minInsync) {
    assertThat(TopicRules.of(Deployments.settings(Map.of()).kafka(), role))
        .isEqualTo(new TopicRules(replication, minInsync));
    HubSettings told =
        Deployments.settings(
            Map.of("endoreg.kafka.replication", "5", "endoreg.kafka.min-insync", "4"));
    assertThat(TopicRules.of(told.kafka(), role)).isEqualTo(new TopicRules(5, 4));
  }

  @Test
  void topicsWithEnoughCopiesPass() {
    assertThat(RULES.refusal(all(new Kept(3, 2)))).isEmpty();
  }

  @Test
  void oneTopicThatIsMissingOrKeptTooLooselyIsNamed() {
    Map<String, Kept> topics = all(new Kept(3, 2));
    topics.remove(PLANTED);
    assertThat(RULES.refusal(topics).orElseThrow()).hasMessageContaining(PLANTED + ": must exist");
    topics.put(PLANTED, new Kept(2, 2));
    assertThat(RULES.refusal(topics).orElseThrow())
        .hasMessageStartingWith("endoreg.kafka.replication: " + PLANTED);
    topics.put(PLANTED, new Kept(3, 1));
    assertThat(RULES.refusal(topics).orElseThrow())
        .hasMessageStartingWith("endoreg.kafka.min-insync: " + PLANTED);
  }

  private static Map<String, Kept> all(Kept kept) {
    Map<String, Kept> topics = new HashMap<>();
    Arrays.stream(Topic.values()).forEach(topic -> topics.put(topic.topicName(), kept));
    return topics;
  }
}
