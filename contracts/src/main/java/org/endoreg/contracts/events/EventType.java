package org.endoreg.contracts.events;

import java.util.Arrays;
import java.util.Optional;

/** Binds the type name of an envelope to its record and its topic. */
public enum EventType {
  UPLOAD_JOB_SUBMITTED("upload-job.submitted", UploadJobSubmitted.class, Topic.UPLOAD_JOB_EVENTS),
  UPLOAD_JOB_ACCEPTED("upload-job.accepted", UploadJobAccepted.class, Topic.UPLOAD_JOB_EVENTS),
  UPLOAD_JOB_CANCEL_REQUESTED(
      "upload-job.cancel-requested", UploadJobCancelRequested.class, Topic.UPLOAD_JOB_EVENTS),
  DROP_REJECTED("upload-job.drop-rejected", DropRejected.class, Topic.UPLOAD_JOB_EVENTS),
  CENTER_REGISTERED("center.registered", CenterRegistered.class, Topic.CENTER_REGISTRY),
  WATCHER_HEARTBEAT("watcher.heartbeat", WatcherHeartbeat.class, Topic.WATCHER_HEARTBEATS),
  ANONYMIZATION_RETRYING(
      "anonymization.retrying", AnonymizationRetrying.class, Topic.ANONYMIZATION_EVENTS),
  ANONYMIZATION_CANCELLED(
      "anonymization.cancelled", AnonymizationCancelled.class, Topic.ANONYMIZATION_EVENTS),
  ANONYMIZATION_STARTED(
      "anonymization.started", AnonymizationStarted.class, Topic.ANONYMIZATION_EVENTS),
  ANONYMIZATION_PROGRESSED(
      "anonymization.progressed", AnonymizationProgressed.class, Topic.JOB_PROGRESS),
  ANONYMIZATION_COMPLETED(
      "anonymization.completed", AnonymizationCompleted.class, Topic.ANONYMIZATION_EVENTS),
  ANONYMIZATION_FAILED(
      "anonymization.failed", AnonymizationFailed.class, Topic.ANONYMIZATION_EVENTS),
  SIGN_OFF_WITHDRAWN(
      "anonymization.sign-off-withdrawn", SignOffWithdrawn.class, Topic.ANONYMIZATION_EVENTS),
  MEDIUM_REGISTERED("media.registered", MediumRegistered.class, Topic.MEDIA_EVENTS),
  EXAMINATION_LINKED("examination.linked", ExaminationLinked.class, Topic.KNOWLEDGE_BASE_EVENTS),
  TRANSFER_APPLIED("transfer-job.applied", TransferApplied.class, Topic.TRANSFER_JOB_EVENTS);

  private final String wireName;
  private final Class<? extends HubEvent> payload;
  private final Topic topic;

  EventType(String wireName, Class<? extends HubEvent> payload, Topic topic) {
    this.wireName = wireName;
    this.payload = payload;
    this.topic = topic;
  }

  /** The type of this payload. */
  public static EventType of(HubEvent event) {
    return Arrays.stream(values())
        .filter(type -> type.payload.isInstance(event))
        .findFirst()
        .orElseThrow();
  }

  /** The type of this name; empty for a name of a newer version, which a consumer skips. */
  public static Optional<EventType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }

  /** The name in the envelope. */
  public String wireName() {
    return wireName;
  }

  /** The record that carries the facts. */
  public Class<? extends HubEvent> payload() {
    return payload;
  }

  /** Where events of this type travel. */
  public Topic topic() {
    return topic;
  }
}
