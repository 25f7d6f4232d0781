package org.endoreg.watcher.submission;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.DropRejected;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.UploadJobSubmitted;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.drop.SinkAway;
import org.endoreg.watcher.drop.Snapshot;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ships a claim: bytes into the vault, an event to the topic, and only after the broker has it are
 * the files removed. A crash between any two steps repeats them with the same ids; the ledger then
 * finds the job, or the rejected drop, that is already there.
 */
public final class VaultSink implements Sink {
  private static final Logger LOG = Logger.getLogger(VaultSink.class);
  private static final int COPY_BYTES = 65_536;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final BlobVault vault;
  private final Announcements announcements;
  private final DiskRoom room;
  private final ClaimRules rules;
  private final MeterRegistry metrics;

  /** Ships into this vault, as long as there is room, and announces there. */
  public VaultSink(
      BlobVault vault,
      Announcements announcements,
      DiskRoom room,
      DeploymentRole role,
      MeterRegistry metrics) {
    this.vault = vault;
    this.announcements = announcements;
    this.room = room;
    this.rules = new ClaimRules(role, vault);
    this.metrics = metrics;
  }

  @Override
  public Set<IngestFolder> folders() {
    return EnumSet.allOf(IngestFolder.class);
  }

  @Override
  public Duration firstPause() {
    return FIRST_PAUSE;
  }

  @Override
  public Duration longestPause() {
    return LONGEST_PAUSE;
  }

  /**
   * Files that change while they are read stay and settle anew. What was stored of them by then
   * stays too: an earlier run may have announced it under the same id, and a job must not lose its
   * source.
   */
  @Override
  public Shipment ship(Claim claim) throws IOException, InterruptedException {
    List<KeptFile> kept = new ArrayList<>();
    for (Path file : claim.files()) {
      keep(file, claim).ifPresent(kept::add);
    }
    if (kept.size() < claim.files().size()) {
      return Shipment.CHANGED;
    }
    List<KeptFile> media = kept.subList(0, claim.media().size());
    List<KeptFile> sidecars = kept.subList(claim.media().size(), kept.size());
    Optional<ProblemCode> fault = rules.fault(claim, media, sidecars);
    if (!areUnchanged(kept)) {
      return Shipment.CHANGED;
    }
    announce(events(claim, media, sidecars, fault));
    removeUnlessChanged(claim, kept);
    fault.ifPresent(code -> report(claim, code));
    return fault.isPresent() ? Shipment.REJECTED : Shipment.SHIPPED;
  }

  private void announce(List<HubEvent> events) throws SinkAway, InterruptedException {
    for (HubEvent event : events) {
      announcements.announce(event);
    }
  }

  /**
   * Files that changed after they were announced stay too and become a submission of their own:
   * removing them would lose what was added.
   */
  private static void removeUnlessChanged(Claim claim, List<KeptFile> kept) throws IOException {
    if (areUnchanged(kept)) {
      claim.remove();
    }
  }

  private static boolean areUnchanged(List<KeptFile> kept) {
    return kept.stream().allMatch(KeptFile::isUnchanged);
  }

  private Optional<KeptFile> keep(Path file, Claim claim) throws IOException {
    Optional<Snapshot> before = Snapshot.of(file);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Snapshot snapshot = before.orElseThrow();
    UUID id = snapshot.submissionId(claim.part(file));
    room.require(snapshot.size());
    try (BlobWrite write = vault.write(BlobKey.of(BlobKey.Role.RAW, claim.center(), id))) {
      copy(file, write);
      if (!Snapshot.of(file).equals(before)) {
        return Optional.empty();
      }
      return Optional.of(new KeptFile(file, snapshot, id, write.commit()));
    }
  }

  private static void copy(Path file, BlobWrite write) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        write.write(buffer, 0, count);
      }
    }
  }

  private static List<HubEvent> events(
      Claim claim, List<KeptFile> media, List<KeptFile> sidecars, Optional<ProblemCode> fault) {
    List<HubEvent> events = new ArrayList<>();
    boolean isPair = !media.isEmpty() && !sidecars.isEmpty();
    if (fault.isEmpty()) {
      events.add(submitted(claim, media.get(0), isPair ? sidecars.get(0) : null));
      return events;
    }
    // The event has room for one sidecar; every further file is told of on its own.
    List<KeptFile> alone = new ArrayList<>(media);
    alone.addAll(sidecars);
    ProblemCode code = fault.orElseThrow();
    if (isPair) {
      events.add(rejected(claim, media.get(0), sidecars.get(0), code));
      alone.remove(media.get(0));
      alone.remove(sidecars.get(0));
    }
    alone.forEach(file -> events.add(rejected(claim, file, null, code)));
    return events;
  }

  private static HubEvent submitted(Claim claim, KeptFile medium, @Nullable KeptFile sidecar) {
    Blob blob = medium.blob();
    return new UploadJobSubmitted(
        medium.id(),
        claim.center(),
        blob.sha256(),
        blob.sizeBytes(),
        blob.key(),
        claim.folder(),
        sidecar == null ? null : sidecar.blob().key());
  }

  private static HubEvent rejected(
      Claim claim, KeptFile file, @Nullable KeptFile sidecar, ProblemCode code) {
    Blob blob = file.blob();
    return new DropRejected(
        file.id(),
        claim.center(),
        claim.folder(),
        code,
        blob.sha256(),
        blob.sizeBytes(),
        blob.key(),
        sidecar == null ? null : sidecar.blob().key());
  }

  private void report(Claim claim, ProblemCode code) {
    String folder = claim.folder().folderName();
    metrics
        .counter("endoreg_drops_rejected_total", "folder", folder, "code", code.wireName())
        .increment();
    LOG.warnf("a drop of %s was set aside: %s", folder, code.wireName());
  }
}
