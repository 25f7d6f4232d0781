package org.endoreg.ingest.reaper;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.ingest.ledger.CleanupStatus;
import org.endoreg.ingest.storage.StoredBytes;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One run: for each due job the row is judged, the artifact read whole, the receipt written, the
 * source read whole and compared, and only then deleted. One run at a time in all instances
 * (advisory lock). A crash leaves a receipt, and the next run goes on from it.
 */
@ApplicationScoped
class SourceReaper {
  private static final Logger LOG = Logger.getLogger(SourceReaper.class);
  private static final int BATCH = 25;
  static final long REAPER_LOCK = 0x656e646f0002L;

  private final Jdbi jdbi;
  private final Candidates candidates;
  private final CleanupReceipts receipts;
  private final StoredBytes stored;
  private final BlobVault vault;
  private final CleanupRules rules;

  SourceReaper(
      Jdbi jdbi,
      Candidates candidates,
      CleanupReceipts receipts,
      StoredBytes stored,
      BlobVault vault,
      ReaperSettings settings) {
    this.jdbi = jdbi;
    this.candidates = candidates;
    this.receipts = receipts;
    this.stored = stored;
    this.vault = vault;
    this.rules = new CleanupRules(settings.requireSignOff());
  }

  /** Judges a batch, and deletes what nothing speaks against when asked to. */
  Run run(CenterScope scope, boolean apply) {
    return jdbi.withHandle(
        handle -> {
          if (!locked(handle)) {
            return new Run(apply, false, List.of());
          }
          try {
            return new Run(apply, true, judgeBatch(scope, apply));
          } finally {
            handle
                .createQuery("SELECT pg_advisory_unlock(:lock)")
                .bind("lock", REAPER_LOCK)
                .mapTo(Boolean.class)
                .one();
          }
        });
  }

  private static boolean locked(Handle handle) {
    return handle
        .createQuery("SELECT pg_try_advisory_lock(:lock)")
        .bind("lock", REAPER_LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  private List<Verdict> judgeBatch(CenterScope scope, boolean apply) {
    if (apply) {
      jdbi.useTransaction(candidates::letReplacedGo);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Candidate job : candidates.due(scope, BATCH)) {
      List<CleanupBlocker> blockers = apply ? reap(job) : obstacles(job);
      verdicts.add(Verdict.of(job, blockers, apply && blockers.isEmpty()));
    }
    return verdicts;
  }

  /** What the rows say of sources that are still kept; no byte is read. */
  List<Verdict> kept(CenterScope scope, UUID after, int limit) {
    return candidates.kept(scope, after, limit).stream()
        .map(job -> Verdict.of(job, rules.blockers(job, Instant.now()), false))
        .toList();
  }

  private List<CleanupBlocker> obstacles(Candidate job) {
    List<CleanupBlocker> blockers = new ArrayList<>(rules.blockers(job, Instant.now()));
    if (blockers.isEmpty()) {
      artifactFault(job).or(() -> sourceFault(job)).ifPresent(blockers::add);
    }
    return blockers;
  }

  private List<CleanupBlocker> reap(Candidate job) {
    if (job.cleanup() != CleanupStatus.DELETING) {
      Optional<CleanupBlocker> artifact = artifactFault(job);
      if (artifact.isPresent()) {
        return List.of(artifact.orElseThrow());
      }
    }
    List<CleanupBlocker> blockers = receipts.open(job, rules);
    if (!blockers.isEmpty()) {
      giveBackIfOpen(job, blockers.get(0));
      return blockers;
    }
    Optional<CleanupBlocker> fault = recheckAndDelete(job);
    fault.ifPresentOrElse(blocker -> receipts.giveBack(job, blocker), () -> receipts.complete(job));
    return fault.stream().toList();
  }

  private void giveBackIfOpen(Candidate job, CleanupBlocker blocker) {
    if (job.cleanup() == CleanupStatus.DELETING) {
      receipts.giveBack(job, blocker);
    }
  }

  private Optional<CleanupBlocker> recheckAndDelete(Candidate job) {
    Optional<CleanupBlocker> source = sourceFault(job);
    boolean goneAlready =
        source.filter(CleanupBlocker.SOURCE_MISSING::equals).isPresent()
            && job.cleanup() == CleanupStatus.DELETING;
    if (source.isPresent() && !goneAlready) {
      return source;
    }
    try {
      vault.delete(job.source().key());
      for (BlobKey sidecar : job.sidecar().stream().toList()) {
        vault.delete(sidecar);
      }
      return Optional.empty();
    } catch (IOException refused) {
      LOG.warnf("a source could not be deleted: job %s", job.id());
      return Optional.of(CleanupBlocker.DELETE_FAILED);
    }
  }

  private Optional<CleanupBlocker> artifactFault(Candidate job) {
    return job.artifact()
        .flatMap(
            artifact ->
                fault(
                    artifact,
                    CleanupBlocker.ARTIFACT_MISSING,
                    CleanupBlocker.ARTIFACT_IDENTITY_CHANGED));
  }

  private Optional<CleanupBlocker> sourceFault(Candidate job) {
    return fault(
        job.source(), CleanupBlocker.SOURCE_MISSING, CleanupBlocker.SOURCE_IDENTITY_CHANGED);
  }

  private Optional<CleanupBlocker> fault(
      Blob recorded, CleanupBlocker missing, CleanupBlocker changed) {
    try {
      Optional<Blob> found = stored.read(recorded.key());
      if (found.isEmpty()) {
        return Optional.of(missing);
      }
      return found.orElseThrow().equals(recorded) ? Optional.empty() : Optional.of(changed);
    } catch (IOException unreadable) {
      return Optional.of(CleanupBlocker.STORE_UNREADABLE);
    }
  }

  /** What a run came to; {@code ran} is false when another one was under way. */
  public record Run(boolean apply, boolean ran, List<Verdict> jobs) {}

  /** One job: what keeps its source, or that it was deleted. */
  public record Verdict(
      UUID jobId,
      CenterKey centerKey,
      long sizeBytes,
      CleanupStatus cleanupStatus,
      List<CleanupBlocker> blockers,
      boolean deleted) {

    static Verdict of(Candidate job, List<CleanupBlocker> blockers, boolean deleted) {
      return new Verdict(
          job.id(),
          job.center(),
          job.source().sizeBytes(),
          deleted ? CleanupStatus.COMPLETED : job.cleanup(),
          List.copyOf(blockers),
          deleted);
    }
  }
}
