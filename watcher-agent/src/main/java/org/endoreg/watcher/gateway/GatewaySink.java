package org.endoreg.watcher.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.resumable.client.FileBytes;
import org.endoreg.platform.resumable.client.FileTransfer;
import org.endoreg.platform.resumable.client.Sent;
import org.endoreg.platform.resumable.client.ServerAway;
import org.endoreg.platform.resumable.client.TusClient;
import org.endoreg.platform.resumable.client.UploadNote;
import org.endoreg.platform.resumable.client.UploadNotes;
import org.endoreg.platform.resumable.client.UploadRefused;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.drop.SinkAway;
import org.endoreg.watcher.drop.Snapshot;
import org.endoreg.watcher.settings.WatcherSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ships raw files to the gateway in parts and removes each only when the last part was answered
 * with success. Signed-off files have no way there yet, so their folder is not watched.
 */
public final class GatewaySink implements Sink {
  private static final Logger LOG = Logger.getLogger(GatewaySink.class);

  private final TusClient client;
  private final RejectedDrops rejected;
  private final GatewayLimits limits;
  private final DeploymentRole role;
  private final MeterRegistry metrics;

  /** The sink of these settings, which have been checked before. */
  public static GatewaySink connect(
      WatcherSettings settings, DeploymentRole role, Clock clock, MeterRegistry metrics)
      throws IOException {
    WatcherSettings.Gateway gateway = settings.gateway();
    TusClient client =
        new TusClient(
            URI.create(gateway.url().orElseThrow()),
            PemFiles.context(
                gateway.certFile().orElseThrow(),
                gateway.keyFile().orElseThrow(),
                gateway.caFile().orElseThrow()),
            () -> token(gateway.tokenFile()),
            gateway.requestTimeout());
    return new GatewaySink(
        client,
        new RejectedDrops(settings.dropDir(), clock),
        new GatewayLimits(GatewayLimits.PART_BYTES, gateway.firstPause(), gateway.longestPause()),
        role,
        metrics);
  }

  static Optional<String> token(Optional<Path> file) throws IOException {
    return file.isPresent()
        ? Optional.of(Files.readString(file.orElseThrow()).strip())
        : Optional.empty();
  }

  GatewaySink(
      TusClient client,
      RejectedDrops rejected,
      GatewayLimits limits,
      DeploymentRole role,
      MeterRegistry metrics) {
    this.client = client;
    this.rejected = rejected;
    this.limits = limits;
    this.role = role;
    this.metrics = metrics;
  }

  @Override
  public Set<IngestFolder> folders() {
    return EnumSet.of(IngestFolder.REPORT_IMPORT, IngestFolder.VIDEO_IMPORT);
  }

  @Override
  public Duration firstPause() {
    return limits.firstPause();
  }

  @Override
  public Duration longestPause() {
    return limits.longestPause();
  }

  @Override
  public Shipment ship(Claim claim) throws IOException, InterruptedException {
    if (role == DeploymentRole.LOCAL_STUDY_SERVER) {
      return reject(claim, Map.of("code", ProblemCode.RAW_DROP_REFUSED.wireName()));
    }
    Path file = claim.media().get(0);
    @Nullable Snapshot before = Snapshot.of(file).orElse(null);
    if (before == null) {
      return Shipment.CHANGED;
    }
    UploadNotes notes = new UploadNotes(claim.note());
    UploadNote note = known(notes, file, before);
    if (!isStill(file, before)) {
      return Shipment.CHANGED;
    }
    try {
      if (!isSent(claim, new Watched(file, before), notes, note)) {
        return Shipment.CHANGED;
      }
    } catch (UploadRefused refused) {
      return reject(claim, Map.of("status", refused.status()));
    }
    removeUnlessChanged(claim, file, before);
    return Shipment.SHIPPED;
  }

  private boolean isSent(Claim claim, Watched file, UploadNotes notes, UploadNote note)
      throws IOException, UploadRefused, InterruptedException {
    try {
      Optional<Sent> sent =
          new FileTransfer(client, limits.partBytes(), file, notes, note)
              .run(metadata(claim, note));
      sent.ifPresent(became -> LOG.infof("an upload became job %s", became.job()));
      return sent.isPresent();
    } catch (ServerAway away) {
      throw new SinkAway("the gateway is away", away, away.progressed());
    }
  }

  /** What was added after the last part becomes an upload of its own. */
  private static void removeUnlessChanged(Claim claim, Path file, Snapshot before)
      throws IOException {
    if (isStill(file, before)) {
      claim.remove();
    } else {
      Files.deleteIfExists(claim.note());
    }
  }

  private Shipment reject(Claim claim, Map<String, Object> reason) throws IOException {
    rejected.keep(claim, reason);
    String folder = claim.folder().folderName();
    String code = String.valueOf(reason.values().iterator().next());
    metrics.counter("endoreg_drops_rejected_total", "folder", folder, "code", code).increment();
    LOG.warnf("a drop of %s was set aside: %s", folder, code);
    return Shipment.REJECTED;
  }

  private static UploadNote known(UploadNotes notes, Path file, Snapshot snapshot)
      throws IOException {
    Optional<UploadNote> noted =
        notes.read().filter(note -> note.isOf(snapshot.size(), snapshot.modifiedNanos()));
    if (noted.isPresent()) {
      return noted.orElseThrow();
    }
    return new UploadNote(null, FileBytes.digest(file), snapshot.size(), snapshot.modifiedNanos());
  }

  private static boolean isStill(Path file, Snapshot before) {
    return Snapshot.of(file).filter(before::equals).isPresent();
  }

  /** The name is a fixed one: what a clinic calls a file is nobody's business. */
  private static Map<String, String> metadata(Claim claim, UploadNote note) {
    String name = claim.place().getFileName().toString();
    boolean report = claim.folder() == IngestFolder.REPORT_IMPORT;
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? (report ? ".pdf" : ".mp4") : name.substring(dot);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("filename", (report ? "report" : "video") + ending);
    members.put("filetype", report ? "application/pdf" : "video/" + ending.substring(1));
    members.put("center_key", claim.center().value());
    members.put("source_system", "watcher");
    members.put("sha256", note.sha256().value());
    members.put("idempotency_key", idempotencyKey(note));
    return members;
  }

  /** The same for every attempt to upload this file, so the ledger makes one job of it. */
  private static String idempotencyKey(UploadNote note) {
    return "watcher:" + note.sha256() + ":" + note.modifiedNanos() + ":" + note.sizeBytes();
  }

  private record Watched(Path file, Snapshot before) implements FileTransfer.Source {
    @Override
    public InputStream from(long offset) throws IOException {
      return FileBytes.from(file, offset);
    }

    @Override
    public boolean isStill() {
      return GatewaySink.isStill(file, before);
    }
  }
}
