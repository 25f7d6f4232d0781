package org.endoreg.watcher.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.IngestFolder;
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
  private static final int MOST_DETOURS = 5;

  private final TusClient client;
  private final RejectedDrops rejected;
  private final GatewayLimits limits;
  private final DeploymentRole role;
  private final MeterRegistry metrics;
  private final Journal journal = new Journal();

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
            gateway.tokenFile(),
            gateway.requestTimeout());
    return new GatewaySink(
        client,
        new RejectedDrops(settings.dropDir(), clock),
        new GatewayLimits(GatewayLimits.PART_BYTES, gateway.firstPause(), gateway.longestPause()),
        role,
        metrics);
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
    Upload upload = known(claim, before);
    if (!isStill(file, before)) {
      return Shipment.CHANGED;
    }
    try {
      if (!new Attempt(claim, file, before, upload).run()) {
        return Shipment.CHANGED;
      }
    } catch (UploadRefused refused) {
      return reject(claim, Map.of("status", refused.status()));
    }
    removeUnlessChanged(claim, file, before);
    return Shipment.SHIPPED;
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

  private Upload known(Claim claim, Snapshot snapshot) throws IOException {
    Optional<Upload> journaled = journal.read(claim.note()).filter(upload -> upload.isOf(snapshot));
    if (journaled.isPresent()) {
      return journaled.orElseThrow();
    }
    Sha256 digest = digest(claim.media().get(0));
    return new Upload(null, digest, snapshot.size(), snapshot.modifiedNanos());
  }

  private static Sha256 digest(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[65_536];
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return Sha256.of(digest.digest());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static boolean isStill(Path file, Snapshot before) {
    return Snapshot.of(file).filter(before::equals).isPresent();
  }

  /** The name is a fixed one: what a clinic calls a file is nobody's business. */
  private static String metadata(Claim claim, Upload upload) {
    String name = claim.place().getFileName().toString();
    boolean report = claim.folder() == IngestFolder.REPORT_IMPORT;
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? (report ? ".pdf" : ".mp4") : name.substring(dot);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("filename", (report ? "report" : "video") + ending);
    members.put("filetype", report ? "application/pdf" : "video/" + ending.substring(1));
    members.put("center_key", claim.center().value());
    members.put("source_system", "watcher");
    members.put("sha256", upload.sha256().value());
    members.put("idempotency_key", upload.idempotencyKey());
    return members.entrySet().stream()
        .map(member -> member.getKey() + " " + base64(member.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** One attempt to bring a file across, from wherever the last one ended. */
  private final class Attempt {
    private final Claim claim;
    private final Path file;
    private final Snapshot before;
    private Upload upload;
    private boolean progressed;

    Attempt(Claim claim, Path file, Snapshot before, Upload upload) {
      this.claim = claim;
      this.file = file;
      this.before = before;
      this.upload = upload;
    }

    /** False when the file changed on the way. */
    boolean run() throws IOException, UploadRefused, InterruptedException {
      try {
        for (int detours = 0; detours < MOST_DETOURS; detours++) {
          PatchAnswer end = sendFrom(begin());
          if (end != PatchAnswer.ELSEWHERE || !isStill(file, before)) {
            return end == PatchAnswer.TAKEN;
          }
        }
      } catch (SinkAway away) {
        throw new SinkAway("the gateway is away", away, progressed);
      }
      throw new SinkAway("the gateway does not agree on an offset", null, progressed);
    }

    /** The offset to send from, of an upload that is there; a lost one is created anew. */
    private long begin() throws IOException, UploadRefused, InterruptedException {
      URI place = upload.place();
      OptionalLong offset = place == null ? OptionalLong.empty() : client.offset(place);
      if (offset.isPresent() && offset.getAsLong() <= upload.sizeBytes()) {
        return offset.getAsLong();
      }
      upload = upload.at(client.create(upload.sizeBytes(), metadata(claim, upload)));
      journal.write(claim.note(), upload);
      return 0;
    }

    /** Also asks once when nothing is left to send: the answer to the last part was lost. */
    private PatchAnswer sendFrom(long start)
        throws IOException, UploadRefused, InterruptedException {
      URI place = upload.place();
      long offset = start;
      while (place != null && isStill(file, before)) {
        long count = Math.min(limits.partBytes(), upload.sizeBytes() - offset);
        PatchAnswer answer = client.patch(place, file, offset, count);
        if (answer != PatchAnswer.TAKEN) {
          forget(answer);
          return PatchAnswer.ELSEWHERE;
        }
        progressed = true;
        offset += count;
        if (offset >= upload.sizeBytes()) {
          return PatchAnswer.TAKEN;
        }
      }
      return PatchAnswer.ELSEWHERE;
    }

    private void forget(PatchAnswer answer) throws IOException {
      if (answer == PatchAnswer.GONE) {
        upload = upload.at(null);
        journal.write(claim.note(), upload);
      } else if (answer == PatchAnswer.CORRUPT) {
        Files.deleteIfExists(claim.note());
        throw new SinkAway("the gateway found another digest", null);
      }
    }
  }
}
