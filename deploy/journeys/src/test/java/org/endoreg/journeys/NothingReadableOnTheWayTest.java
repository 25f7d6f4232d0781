package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;
import org.endoreg.contracts.BlobKey;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.keys.Keyring;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A report with marks a plain search finds is signed off at a site and crosses the line; until the
 * hub applied it, the marks are neither in what crossed the line, nor in the broker, nor on the
 * hub's disk, nor in any log. The capture is the line itself, which records every byte of both
 * directions: it needs no right to listen on an interface and misses no packet. The worker that
 * applies is held, so that the whole ciphertext lies at the hub when it is searched. The text of
 * the page may be read in the hub's database, since the registration tells the anonymized text of a
 * report; what is only in the file may not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningHub.NAME)
class NothingReadableOnTheWayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CENTER = "north";
  private static final Duration LONG = Duration.ofMinutes(4);

  private final String onThePage = mark("Seitenwort");
  private final String inTheFile = mark("Dateiwort");
  private final RunningHub hub = RunningHub.get();
  private Path folder;
  private TransferDoor door;
  private ShapedLink line;
  private SendingSite site;
  private String secret = "";

  @BeforeAll
  void startASiteBehindARecordingLine(@TempDir Path temporary) throws Exception {
    folder = temporary;
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    door = TransferDoor.open(hub.suite());
    line = ShapedLink.recording(door.place(), folder.resolve("line"));
    Calls administrator = hub.as(List.of("node:admin"), CENTER);
    JsonNode node =
        Calls.json(
            administrator.post(
                "/api/transfer/nodes",
                "{\"display_name\": \"North is recorded\", \"role\": \"site_node\","
                    + " \"owning_center_key\": \"north\"}"));
    String key = node.path("node_key").asText();
    secret = node.path("secret").asText();
    JsonNode identity =
        Calls.json(hub.as(List.of("transfer:read"), CENTER).get("/api/transfer/identity"));
    SendingSite.Provision provision =
        new SendingSite.Provision(
            key, secret, door.client(key), door, "https://localhost:" + line.port(), identity);
    administrator.post(
        "/api/transfer/nodes/" + key + "/certificates",
        "{\"certificate\": \"" + door.fingerprint(key) + "\"}");
    site = SendingSite.start(hub, provision);
  }

  @AfterAll
  void stop() throws Exception {
    release();
    if (site != null) {
      site.close();
    }
    if (line != null) {
      line.close();
    }
    if (door != null) {
      door.close();
    }
  }

  @Test
  void noMarkIsReadableBeforeTheHubApplied() throws Exception {
    byte[] report = report();
    IdentifierScan marks = new IdentifierScan(List.of(onThePage, inTheFile, secret));
    assertThat(marks.inBytes(report)).containsExactly(onThePage, inTheFile);
    hold();
    String patient = Drops.sha256(onThePage.getBytes(StandardCharsets.UTF_8));
    String resource = signOff(report, patient);
    awaitMedia(resource, "received");

    assertThat(ciphertexts()).as("the whole ciphertext lies here").isNotEmpty();
    assertThat(line.taken(Way.UP)).isGreaterThan(report.length);
    assertThat(marks.inFiles(wayAndHub())).isEmpty();
    assertThat(marks.inText(hub.suite().output())).isEmpty();
    IdentifierScan pseudonyms = new IdentifierScan(List.of(patient, resource));
    assertThat(pseudonyms.inFiles(List.of(folder.resolve("line")))).isEmpty();
    Path database = hub.suite().data().resolve("postgres");
    assertThat(new IdentifierScan(List.of(inTheFile, secret)).inFiles(List.of(database))).isEmpty();

    release();
    awaitMedia(resource, "applied");
    assertThat(marks.inBytes(appliedArtifact(resource)))
        .as("what was applied is what was searched for")
        .containsExactly(onThePage, inTheFile);
    assertThat(marks.inFiles(wayAndHub())).isEmpty();
  }

  @Test
  void theSearchFindsTheMarksOnAPlainLineAndInAFile() throws Exception {
    IdentifierScan marks = new IdentifierScan(List.of(onThePage, inTheFile, secret));
    Path plain = folder.resolve("plain");
    InetSocketAddress edge =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), URI.create(hub.suite().address()).getPort());
    try (ShapedLink open = ShapedLink.recording(edge, plain)) {
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + open.port() + "/api/none"))
                  .version(HttpClient.Version.HTTP_1_1)
                  .header("X-Network-Node-Secret", secret)
                  .POST(HttpRequest.BodyPublishers.ofByteArray(report()))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.discarding());
    }
    assertThat(marks.inFiles(List.of(plain))).hasSize(3);
    Path file = Files.createDirectories(folder.resolve("planted")).resolve("planted.bin");
    Files.write(file, report());
    assertThat(marks.inFiles(List.of(file.getParent()))).hasSize(2);
  }

  /** What crossed the line, the broker, the hub's disk but its database, and every log. */
  private List<Path> wayAndHub() {
    Path data = hub.suite().data();
    return Stream.of(
            folder.resolve("line"),
            data.resolve("kafka"),
            data.resolve("transfer-staging"),
            data.resolve("blobs"),
            data.resolve("logs"),
            site.outgoing(),
            site.log(),
            door.logs())
        .filter(Files::exists)
        .toList();
  }

  private List<Path> ciphertexts() throws IOException {
    try (Stream<Path> files = Files.list(hub.suite().data().resolve("transfer-staging"))) {
      return files.filter(file -> file.toString().endsWith(".ciphertext")).toList();
    }
  }

  /** The worker finds nothing that is due. */
  private void hold() throws SQLException, IOException {
    hub.database()
        .execute(
            "transfer_hub",
            """
            CREATE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.available_at := now() + interval '1 hour';
                    RETURN NEW;
                END $$;
            CREATE TRIGGER hold_back BEFORE INSERT OR UPDATE ON work_item FOR EACH ROW
                WHEN (NEW.queue = 'transfer-apply' AND NEW.state = 'waiting')
                EXECUTE FUNCTION hold_back()
            """);
  }

  private void release() throws SQLException, IOException {
    hub.database()
        .execute(
            "transfer_hub",
            """
            DROP TRIGGER IF EXISTS hold_back ON work_item;
            DROP FUNCTION IF EXISTS hold_back;
            UPDATE work_item SET available_at = now()
                WHERE queue = 'transfer-apply' AND state = 'waiting'
            """);
  }

  private void awaitMedia(String resource, String status) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(
                        hub.database()
                            .column(
                                "transfer_hub",
                                "SELECT media_status FROM transfer_job WHERE resource_hash = '"
                                    + resource
                                    + "'"))
                    .containsExactly(status));
  }

  /** As it lies in the hub's blob store, opened with the hub's keys. */
  private byte[] appliedArtifact(String resource) throws Exception {
    String key =
        hub.database()
            .value(
                "transfer_hub",
                "SELECT artifact_blob_key FROM transfer_job WHERE resource_hash = '"
                    + resource
                    + "'");
    Path data = hub.suite().data();
    BlobVault vault =
        new BlobVault(
            new FileObjectStore(data.resolve("blobs"), 0, unused -> Long.MAX_VALUE),
            Keyring.open(data.resolve("keys")).blobs());
    try (InputStream artifact = vault.stream(new BlobKey(key))) {
      return artifact.readAllBytes();
    }
  }

  private String signOff(byte[] report, String patient) throws IOException {
    ObjectNode sidecar = (ObjectNode) JSON.readTree(Drops.sidecar(CENTER, report));
    sidecar.put("patient_hash", patient);
    sidecar.put("examination_hash", Drops.sha256(patient.getBytes(StandardCharsets.UTF_8)));
    hub.drops().dropPair(CENTER, "befund-" + UUID.randomUUID(), report, sidecar.toString());
    return Drops.sha256(report);
  }

  /** Nothing in it is compressed, so that its marks lie there letter by letter. */
  private byte[] report() throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      document.addPage(page);
      document.getDocumentInformation().setKeywords(inTheFile);
      try (PDPageContentStream content =
          new PDPageContentStream(
              document, page, PDPageContentStream.AppendMode.OVERWRITE, false)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
        content.newLineAtOffset(60, 700);
        content.showText("Polyp im Sigma, 4 mm. " + onThePage);
        content.endText();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes, CompressParameters.NO_COMPRESSION);
      return bytes.toByteArray();
    }
  }

  /** A word nobody else has; letters only, so that it is taken for no number of anybody. */
  private static String mark(String word) {
    StringBuilder mark = new StringBuilder(word.toLowerCase(java.util.Locale.ROOT));
    UUID.randomUUID()
        .toString()
        .replace("-", "")
        .chars()
        .limit(16)
        .forEach(digit -> mark.append((char) ('a' + Character.digit(digit, 16))));
    return mark.toString();
  }
}
