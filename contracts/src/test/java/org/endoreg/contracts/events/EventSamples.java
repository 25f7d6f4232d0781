package org.endoreg.contracts.events;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/** One event of every type, and those with nothing in the members that may be null. */
public final class EventSamples {
  private static final UUID JOB = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");
  private static final CenterKey CENTER = new CenterKey("university_hospital");
  private static final Sha256 DIGEST = new Sha256("0f".repeat(32));
  private static final Pseudonym NOBODY = new Pseudonym(null, null, null, null, null, null);
  private static final Pseudonym SOMEBODY =
      new Pseudonym(DIGEST, DIGEST, 1961, "female", "colonoscopy", LocalDate.of(2026, 1, 31));

  private EventSamples() {}

  /** Every type at least once. */
  public static List<HubEvent> all() {
    return List.of(
        new UploadJobSubmitted(
            JOB, CENTER, DIGEST, 7, blob(BlobKey.Role.RAW), IngestFolder.VIDEO_IMPORT, null),
        new UploadJobSubmitted(
            JOB,
            CENTER,
            DIGEST,
            7,
            blob(BlobKey.Role.RAW),
            IngestFolder.PREANONYMIZED_IMPORT,
            blob(BlobKey.Role.RAW)),
        new UploadJobAccepted(
            JOB,
            CENTER,
            MediaKind.VIDEO,
            "video/x-ms-wmv",
            DIGEST,
            7,
            blob(BlobKey.Role.RAW),
            null,
            null),
        new UploadJobAccepted(
            JOB,
            CENTER,
            MediaKind.REPORT,
            "application/pdf",
            DIGEST,
            7,
            blob(BlobKey.Role.RAW),
            2,
            blob(BlobKey.Role.RAW)),
        new AnonymizationStarted(JOB, CENTER, null),
        new AnonymizationStarted(JOB, CENTER, 2L, 1),
        new AnonymizationRetrying(
            JOB,
            CENTER,
            ProblemCode.INSUFFICIENT_STORAGE,
            1,
            3,
            Instant.parse("2026-01-31T09:31:00Z"),
            1),
        new AnonymizationCancelled(JOB, CENTER, 1),
        new UploadJobCancelRequested(JOB, CENTER),
        new DropRejected(
            JOB,
            CENTER,
            IngestFolder.PREANONYMIZED_IMPORT,
            ProblemCode.SIDECAR_INVALID,
            DIGEST,
            7,
            blob(BlobKey.Role.RAW),
            null),
        new DropRejected(
            JOB,
            CENTER,
            IngestFolder.PREANONYMIZED_IMPORT,
            ProblemCode.SIDECAR_AMBIGUOUS,
            DIGEST,
            7,
            blob(BlobKey.Role.RAW),
            blob(BlobKey.Role.RAW)),
        new CenterRegistered(CENTER, true),
        new WatcherHeartbeat(JOB, CENTER, 3, 40, 1_000_000),
        new AnonymizationProgressed(JOB, CENTER, WorkStage.RE_READING, 40, -1),
        completed(blob(BlobKey.Role.TEXT), 3, SOMEBODY),
        completed(null, null, NOBODY),
        new AnonymizationFailed(JOB, CENTER, ProblemCode.RESIDUAL_PHI),
        new AnonymizationFailed(JOB, CENTER, ProblemCode.RESIDUAL_PHI, 2),
        new MediumRegistered(JOB, CENTER, MediaKind.REPORT, 12, DIGEST, SOMEBODY),
        new MediumRegistered(JOB, CENTER, MediaKind.VIDEO, 13, DIGEST, NOBODY),
        new ExaminationLinked(JOB, CENTER, 12, 4L, 5L),
        new ExaminationLinked(JOB, CENTER, 13, null, null),
        new TransferApplied(
            JOB,
            CENTER,
            MediaKind.REPORT,
            "north-1",
            DIGEST,
            blob(BlobKey.Role.PROCESSED),
            DIGEST,
            4_096,
            blob(BlobKey.Role.TEXT),
            blob(BlobKey.Role.TEXT),
            DIGEST,
            DIGEST,
            true,
            false),
        new SignOffWithdrawn(JOB, CENTER, DIGEST));
  }

  /** The event as a service sends it. */
  public static EventEnvelope inEnvelope(HubEvent event) {
    return new EventEnvelope(
        UUID.fromString("0190a1b2-0000-7000-8000-0000000000ff"),
        EventType.of(event).wireName(),
        EventEnvelope.SCHEMA_VERSION,
        Instant.parse("2026-01-31T09:30:00.125Z"),
        event.aggregateId(),
        17,
        event.centerKey(),
        null,
        UUID.fromString("0190a1b2-0000-7000-8000-0000000000cc"),
        "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01",
        event);
  }

  private static AnonymizationCompleted completed(
      @Nullable BlobKey text, @Nullable Integer pages, Pseudonym pseudonym) {
    return new AnonymizationCompleted(
        JOB,
        CENTER,
        MediaKind.REPORT,
        DIGEST,
        blob(BlobKey.Role.RAW),
        blob(BlobKey.Role.PROCESSED),
        DIGEST,
        4_096,
        text,
        Map.of("name", 2, "birth_date", 1),
        9,
        pages,
        pseudonym,
        1_250,
        pages == null ? null : true);
  }

  private static BlobKey blob(BlobKey.Role role) {
    return BlobKey.of(role, CENTER, JOB);
  }
}
