package org.endoreg.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.endoreg.contracts.Capability;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;

/**
 * One central hub with Keycloak and the centers north and south for all tests that sign in: started
 * when the first asks, stopped when the tests end.
 */
public final class RunningHub {
  /** Test classes that use it run one after the other. */
  public static final String NAME = "the running hub";

  private static final RunningHub HUB = start();

  private final SuiteProcess suite;
  private final Realm realm;
  private final Map<List<String>, String> tokens = new ConcurrentHashMap<>();
  private final List<String> issued = new ArrayList<>();
  private final AtomicInteger videos = new AtomicInteger();

  /** Runs out long before the test that shows it, so that nobody has to wait for it. */
  private final String shortLived;

  private RunningHub(SuiteProcess suite) throws IOException {
    this.suite = suite;
    this.realm = new Realm(suite);
    this.shortLived =
        realm.token(
            realm.create(
                Realm.Machine.with(List.of("upload:write", "ops:read"), List.of("north"))
                    .forSeconds(1)));
  }

  /** The one; the first who asks waits until it has started. */
  public static RunningHub get() {
    return HUB;
  }

  private static RunningHub start() {
    try {
      SuiteProcess suite =
          SuiteProcess.start(
              "up",
              Files.createTempDirectory("endoreg-hub"),
              Map.of(
                  "ENDOREG_WORK_FIRST_RETRY", "PT1S",
                  "QUARKUS_OIDC_TOKEN_LIFESPAN_GRACE", "3",
                  "ENDOREG_TRANSFER_ENABLED", "true",
                  "ENDOREG_TRANSFER_TRUSTED_PROXIES", "127.0.0.1"),
              "--role",
              "central_hub",
              "--centers",
              "north,south",
              "--settle",
              "1");
      Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
      suite.awaitLine("Ready after", Duration.ofMinutes(8));
      return new RunningHub(suite);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public SuiteProcess suite() {
    return suite;
  }

  Realm realm() {
    return realm;
  }

  public Database database() {
    return new Database(suite);
  }

  String shortLivedToken() {
    return shortLived;
  }

  /** Every token a request was sent with. */
  List<String> issuedTokens() {
    return List.copyOf(issued);
  }

  /** Calls of a machine with exactly these roles, in these centers. */
  public Calls as(List<String> roles, String... centers) {
    List<String> key = new ArrayList<>(roles);
    key.addAll(Arrays.asList(centers));
    return with(tokens.computeIfAbsent(key, unused -> newToken(roles, List.of(centers))));
  }

  /** Calls of a machine that may do everything but see every center, in these centers. */
  public Calls asEverything(String... centers) {
    return as(
        Arrays.stream(Capability.values())
            .filter(capability -> capability != Capability.CENTER_SCOPE_GLOBAL_ADMIN)
            .map(Capability::roleName)
            .toList(),
        centers);
  }

  public Drops drops() {
    return new Drops(suite);
  }

  /** A second of an endoscopy the anonymizer knows the layout of, each time another one. */
  byte[] sampleVideo() throws Exception {
    int seed = videos.incrementAndGet();
    PeopleBySeed people = new PeopleBySeed(seed);
    InventedExamination examination =
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
    Path file = Files.createTempDirectory("videos").resolve("film.mp4");
    VideoSampleOptions options = VideoSampleOptions.PLAIN.size(1280, 720).lasting(1, 25);
    new EndoscopyVideoSample(examination, seed, options).writeTo(file);
    return Files.readAllBytes(file);
  }

  /** A report of this text, each time another file. */
  public static byte[] report(String text) {
    return ReportSamples.pageOf(ReportForm.BORN_DIGITAL, text, UUID.randomUUID().toString());
  }

  /** Drops a signed-off report with this sidecar and waits until it lies in quarantine. */
  JsonNode quarantined(Calls reader, String center, byte[] report, String sidecar)
      throws IOException {
    drops().dropPair(center, "arztbrief-" + UUID.randomUUID(), report, sidecar);
    String digest = Drops.sha256(report);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> itemOf(reader, digest).isPresent());
    return itemOf(reader, digest).orElseThrow();
  }

  /** The quarantined drop of these bytes. */
  Optional<JsonNode> itemOf(Calls reader, String digest) {
    JsonNode items = Calls.json(reader.get("/api/media/quarantine?limit=500")).path("results");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.path("sha256").asText().equals(digest))
        .findFirst();
  }

  Calls with(String token) {
    return new Calls(suite.address(), token);
  }

  private String newToken(List<String> roles, List<String> centers) {
    try {
      String token = realm.token(realm.create(Realm.Machine.with(roles, centers)));
      issued.add(token);
      return token;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
