package org.endoreg.contracts.events;

import java.time.Duration;

/**
 * The topics of the suite, with how long a record stays. Every record is keyed by the id of the
 * aggregate it speaks of.
 */
public enum Topic {
  UPLOAD_JOB_EVENTS("upload-job.events.v1", Duration.ofDays(30)),
  ANONYMIZATION_EVENTS("anonymization.events.v1", Duration.ofDays(30)),
  MEDIA_EVENTS("media.events.v1", Duration.ofDays(30)),
  KNOWLEDGE_BASE_EVENTS("knowledge-base.events.v1", Duration.ofDays(30)),
  TRANSFER_JOB_EVENTS("transfer-job.events.v1", Duration.ofDays(30)),
  /** The newest statement about each center, kept for ever. */
  CENTER_REGISTRY("center.registry.v1"),
  /** Signed heads of the audit chains, kept for ever so that a rewritten chain is noticed. */
  AUDIT_CHECKPOINTS("audit.checkpoints.v1"),
  /** That a watcher lives and what waits in its folders. */
  WATCHER_HEARTBEATS("watcher.heartbeats.v1", Duration.ofHours(1)),
  /** How far running work has come. Losing one of these records harms nothing. */
  JOB_PROGRESS("job-progress.v1", Duration.ofHours(1));

  private final String topicName;
  private final Duration retention;

  /** Nothing is removed by age; the broker reads a negative retention so. */
  Topic(String topicName) {
    this(topicName, Duration.ofMillis(-1));
  }

  Topic(String topicName, Duration retention) {
    this.topicName = topicName;
    this.retention = retention;
  }

  /** The name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** How long the broker keeps a record; negative when age removes nothing. */
  public Duration retention() {
    return retention;
  }

  /** True when only the newest record of a key is kept. */
  public boolean isCompacted() {
    return this == CENTER_REGISTRY;
  }
}
