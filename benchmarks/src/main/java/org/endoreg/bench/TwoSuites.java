package org.endoreg.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.backing.ShapedLink;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.blob.Blob;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.BlobWrite;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/**
 * The demo with two sites as people start it, with a way to sign artifacts of any size off at the
 * site: the event that one report had is told again for another one.
 */
final class TwoSuites implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));
  private static final int DOOR = 3;
  private static final Duration START = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final SuiteFolder hub;
  private final SuiteFolder site;
  private final Connection signingOff;
  private final Connection applying;
  private final String signedOff;
  private final SplittableRandom random = new SplittableRandom();

  /**
   * Asks with one connection each and for the first event once: it is the suites that are measured.
   */
  private TwoSuites(Process process, Path data) throws SQLException, IOException {
    this.process = process;
    this.hub = new SuiteFolder(data.resolve("hub"), ROOT);
    this.site = new SuiteFolder(data.resolve("site"), ROOT);
    this.signingOff = database(site, "anonymizer");
    this.applying = database(hub, "transfer_hub");
    this.signedOff = signedOff(signingOff);
  }

  static TwoSuites start(Path data) throws IOException, InterruptedException, SQLException {
    return start(data, Ports.free(), List.of());
  }

  /** The hub ends TLS itself, without a proxy in front. */
  static TwoSuites startWithoutProxy(Path data)
      throws IOException, InterruptedException, SQLException {
    return start(data, Ports.free(), List.of("--without-nginx"));
  }

  /** The site reaches the hub through this line, which has to lead to {@link #doorOf}. */
  static TwoSuites start(Path data, int port, ShapedLink line)
      throws IOException, InterruptedException, SQLException {
    return start(data, port, List.of("--through", Integer.toString(line.port())));
  }

  /** Where the hub of two suites on these ports takes other nodes. */
  static InetSocketAddress doorOf(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port + DOOR);
  }

  private static TwoSuites start(Path data, int port, List<String> more)
      throws IOException, InterruptedException, SQLException {
    Path log = Files.createDirectories(data).resolve("demo.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                ROOT.resolve("endoreg").toString(),
                "demo",
                "--two-sites",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Instant limit = Instant.now().plus(START);
    while (!Files.readString(log).contains("stop with Ctrl-C")) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        process.destroy();
        throw new IllegalStateException("the two sites did not start, see " + log);
      }
      Thread.sleep(500);
    }
    return new TwoSuites(process, data);
  }

  /** Seals, sends, passes on where there is a proxy, receives, opens and applies. */
  List<ProcessHandle> senderDoorAndReceiver() throws IOException {
    return Stream.concat(
            Stream.of(sender(), receiver()),
            parts(hub)
                .filter(part -> part.name().equals("nginx"))
                .flatMap(part -> part.process().stream()))
        .toList();
  }

  ProcessHandle sender() throws IOException {
    return process(site, "transfer-hub");
  }

  ProcessHandle receiver() throws IOException {
    return process(hub, "transfer-hub");
  }

  /** An artifact of the site: so many bytes of noise in its blob store. */
  Blob artifact(long bytes) throws IOException {
    CenterKey center = new CenterKey("local");
    BlobVault vault =
        new BlobVault(
            new FileObjectStore(site.data().resolve("blobs"), 0, folder -> Long.MAX_VALUE),
            Keyring.open(site.data().resolve("keys")).blobs());
    byte[] piece = new byte[1 << 20];
    try (BlobWrite write =
        vault.write(BlobKey.of(BlobKey.Role.PROCESSED, center, UUID.randomUUID()))) {
      for (long left = bytes; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        write.write(piece, 0, (int) Math.min(piece.length, left));
      }
      return write.commit();
    }
  }

  /** Signs it off; returns the digest the hub will know the resource by. */
  String signOff(Blob artifact) throws SQLException, IOException {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    String resource = HexFormat.of().formatHex(digest);
    try (PreparedStatement insert =
        signingOff.prepareStatement(
            "INSERT INTO outbox (event_id, topic, record_key, record)"
                + " VALUES (?, 'anonymization.events.v1', ?, ?)")) {
      ObjectNode event = (ObjectNode) JSON.readTree(signedOff);
      UUID id = UUID.randomUUID();
      UUID job = UUID.randomUUID();
      event.put("event_id", id.toString());
      if (event.has("aggregate_id")) {
        event.put("aggregate_id", job.toString());
      }
      ObjectNode payload = (ObjectNode) event.path("payload");
      payload.put("job_id", job.toString());
      payload.put("source_sha256", resource);
      payload.put("artifact_sha256", artifact.sha256().value());
      payload.put("artifact_size_bytes", artifact.sizeBytes());
      payload.put("artifact_blob_key", artifact.key().value());
      insert.setObject(1, id);
      insert.setString(2, job.toString());
      insert.setString(3, event.toString());
      insert.executeUpdate();
    }
    return resource;
  }

  /** Signs it off and waits until the hub applied it; returns the digest of the resource. */
  String send(Blob artifact) throws SQLException, IOException, InterruptedException {
    String resource = signOff(artifact);
    awaitApplied(resource);
    return resource;
  }

  /** The hub's blob store holds the very same bytes. */
  void requireApplied(Blob artifact, String resource) throws SQLException, IOException {
    if (!appliedDigest(resource).equals(artifact.sha256().value())) {
      throw new IllegalStateException("another artifact was applied");
    }
  }

  private static String signedOff(Connection anonymizer) throws SQLException {
    try (PreparedStatement select =
            anonymizer.prepareStatement(
                "SELECT record FROM outbox WHERE record LIKE '%\"human_validated\":true%'"
                    + " ORDER BY sequence LIMIT 1");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  void awaitApplied(String resource) throws SQLException, InterruptedException, IOException {
    try (PreparedStatement select =
        applying.prepareStatement(
            "SELECT status FROM transfer_job WHERE center_key = 'local'"
                + " AND resource_hash = ?")) {
      select.setString(1, resource);
      while (true) {
        try (ResultSet row = select.executeQuery()) {
          String status = row.next() ? row.getString(1) : "awaiting_media";
          if (status.equals("applied")) {
            return;
          }
          if (!status.equals("awaiting_media")) {
            throw new IllegalStateException("the transfer is " + status);
          }
        }
        Thread.sleep(20);
      }
    }
  }

  /** When the hub had applied it. */
  Instant appliedAt(String resource) throws SQLException, IOException {
    try (PreparedStatement select =
        applying.prepareStatement(
            "SELECT applied_at FROM transfer_job WHERE center_key = 'local'"
                + " AND resource_hash = ?")) {
      select.setString(1, resource);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getTimestamp(1).toInstant();
      }
    }
  }

  /** Digest of the applied artifact, read from the hub's blob store. */
  private String appliedDigest(String resource) throws SQLException, IOException {
    try (PreparedStatement select =
        applying.prepareStatement(
            "SELECT artifact_blob_key FROM transfer_job WHERE center_key = 'local'"
                + " AND resource_hash = ?")) {
      select.setString(1, resource);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        BlobVault vault =
            new BlobVault(
                new FileObjectStore(hub.data().resolve("blobs"), 0, folder -> Long.MAX_VALUE),
                Keyring.open(hub.data().resolve("keys")).blobs());
        try (InputStream bytes = vault.stream(new BlobKey(row.getString(1)))) {
          return Digests.sha256(bytes);
        }
      }
    }
  }

  private static Connection database(SuiteFolder suite, String name)
      throws SQLException, IOException {
    int port = part(suite, "postgresql").port();
    return new Postgres(suite.data().resolve("postgres"), suite.cache(), port).connect(name);
  }

  private static ProcessHandle process(SuiteFolder suite, String part) throws IOException {
    return part(suite, part).process().orElseThrow();
  }

  private static SuiteState.PartState part(SuiteFolder suite, String name) throws IOException {
    return parts(suite).filter(known -> known.name().equals(name)).findFirst().orElseThrow();
  }

  private static Stream<SuiteState.PartState> parts(SuiteFolder suite) throws IOException {
    return SuiteState.read(suite).orElseThrow().parts().stream();
  }

  @Override
  public void close() throws SQLException {
    signingOff.close();
    applying.close();
    process.destroy();
    process.onExit().join();
  }
}
