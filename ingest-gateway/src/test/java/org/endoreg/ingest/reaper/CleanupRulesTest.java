package org.endoreg.ingest.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.blob.Blob;
import org.junit.jupiter.api.Test;

class CleanupRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final CenterKey CENTER = new CenterKey("local");
  private static final Blob BYTES =
      new Blob(BlobKey.of(BlobKey.Role.RAW, CENTER, new UUID(0, 1)), new Sha256("a".repeat(64)), 5);

  private final CleanupRules rules = new CleanupRules(false);

  @Test
  void nothingSpeaksAgainstADueSourceOfASuccess() {
    assertThat(rules.blockers(sample().make(), NOW)).isEmpty();
  }

  @Test
  void aFailedJobIsKeptUnlessItsBytesSucceededLater() {
    Sample failed = sample();
    failed.status = UploadStatus.ERROR;
    assertThat(rules.blockers(failed.make(), NOW)).containsExactly(CleanupBlocker.NOT_SUCCESSFUL);
    failed.replaced = true;
    assertThat(rules.blockers(failed.make(), NOW)).isEmpty();
  }

  @Test
  void aSourceIsDueFromItsMomentOn() {
    Sample job = sample();
    job.eligibleAt = NOW;
    assertThat(rules.blockers(job.make(), NOW)).isEmpty();
    job.eligibleAt = NOW.plusMillis(1);
    assertThat(rules.blockers(job.make(), NOW)).containsExactly(CleanupBlocker.NOT_DUE);
    job.eligibleAt = null;
    assertThat(rules.blockers(job.make(), NOW)).containsExactly(CleanupBlocker.NOT_DUE);
  }

  @Test
  void everyObstacleIsTold() {
    Sample job = sample();
    job.policy = "preserve_source";
    job.status = UploadStatus.RETRYING;
    job.eligibleAt = null;
    job.retryable = true;
    job.registered = false;
    job.shared = true;
    job.artifact = Optional.empty();
    assertThat(new CleanupRules(true).blockers(job.make(), NOW))
        .containsExactly(
            CleanupBlocker.RETENTION_POLICY_BLOCKS,
            CleanupBlocker.NOT_SUCCESSFUL,
            CleanupBlocker.NOT_DUE,
            CleanupBlocker.RETRY_ALLOWED,
            CleanupBlocker.ACTIVE_PROCESSING_LEASE,
            CleanupBlocker.SHARED_REFERENCE,
            CleanupBlocker.PROCESSING_HISTORY_MISSING,
            CleanupBlocker.MEDIUM_NOT_REGISTERED,
            CleanupBlocker.NOT_SIGNED_OFF);
  }

  private static Sample sample() {
    return new Sample();
  }

  private static final class Sample {
    private UploadStatus status = UploadStatus.ANONYMIZED;
    private String policy = "delete_after_success";
    private @org.jspecify.annotations.Nullable Instant eligibleAt = NOW.minusSeconds(1);
    private boolean retryable;
    private boolean replaced;
    private boolean registered = true;
    private boolean shared;
    private Optional<Blob> artifact = Optional.of(BYTES);

    Candidate make() {
      return new Candidate(
          new UUID(0, 2),
          CENTER,
          status,
          CleanupStatus.ELIGIBLE,
          policy,
          eligibleAt,
          retryable,
          replaced,
          registered,
          false,
          shared,
          BYTES,
          Optional.empty(),
          artifact);
    }
  }
}
