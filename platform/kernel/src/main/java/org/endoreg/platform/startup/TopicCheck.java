package org.endoreg.platform.startup;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.events.BrokerSettings;
import org.jboss.logging.Logger;

/**
 * Asks the broker how it keeps the topics of the suite. A broker that is away keeps nobody from
 * starting, for uploads are accepted without it; it is asked again until it answers, and an answer
 * that breaks the rules ends the service, early or late.
 */
@ApplicationScoped
class TopicCheck {
  private static final Logger LOG = Logger.getLogger(TopicCheck.class);
  private static final int SECOND = 2;
  private static final Duration FIRST_LOOK = Duration.ofSeconds(3);
  private static final Duration LATER_LOOK = Duration.ofSeconds(10);
  private static final long PAUSE_SECONDS = 10;

  private final Deployment deployment;
  private final TopicRules rules;
  private final Instance<BrokerSettings> brokers;
  private final boolean asks;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  TopicCheck(
      Deployment deployment,
      HubSettings settings,
      Config config,
      Instance<BrokerSettings> brokers) {
    this.deployment = deployment;
    this.rules = TopicRules.of(settings.kafka(), deployment.role());
    this.brokers = brokers;
    this.asks = config.getOptionalValue("kafka.bootstrap.servers", String.class).isPresent();
  }

  void look(@Observes @Priority(SECOND) StartupEvent started) {
    if (!asks || deployment.role() == DeploymentRole.STANDALONE) {
      return;
    }
    if (!isAnswered(FIRST_LOOK)) {
      Future<?> unused =
          later.scheduleWithFixedDelay(this::lookLater, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** False without an answer; throws for one that breaks the rules. */
  private boolean isAnswered(Duration patience) {
    Optional<Map<String, TopicRules.Kept>> topics = TopicReader.read(brokers.get(), patience);
    topics
        .flatMap(rules::refusal)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return topics.isPresent();
  }

  private void lookLater() {
    try {
      if (isAnswered(LATER_LOOK)) {
        later.shutdown();
      }
    } catch (StartupRefused refused) {
      LOG.error(refused.getMessage());
      later.shutdown();
      Quarkus.asyncExit(1);
    }
  }

  @PreDestroy
  void stop() {
    later.shutdownNow();
  }
}
