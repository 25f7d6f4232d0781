package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.events.Topic;
import org.endoreg.journeys.Routes.Route;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Every route of every service through the one origin of a hub: without a token, with every right
 * but the needed one, with the needed right alone, from another center, and for an id nothing has.
 * {@code mvn test -pl deploy/journeys -Dtest=HubRoutesTest -Ddocs.write=true} writes the list.
 */
@ResourceLock(RunningHub.NAME)
class HubRoutesTest {
  private static final Path LIST =
      Path.of(System.getProperty("hub.root", "../..")).resolve("docs/routes.md");
  private static final Duration SOON = Duration.ofSeconds(100);

  /** What a site sends; a hub answers as if there were no such route. */
  private static final String OF_A_SITE = "/api/transfer/outbound";

  /** Roles that also give a capability, by the roles they are given with. */
  private static final Map<Capability, Set<String>> ALSO =
      Map.of(
          Capability.UPLOAD_WRITE, Set.of("patient:write"),
          Capability.UPLOAD_READ, Set.of("upload:write", "patient:read", "patient:write"),
          Capability.REPORT_READ, Set.of("report:write", "patient:read", "patient:write"),
          Capability.VIDEO_READ, Set.of("video:write"),
          Capability.PATIENT_READ, Set.of("patient:write"),
          Capability.ANONYMIZATION_READ, Set.of("anonymization:write"),
          Capability.KNOWLEDGE_READ, Set.of("knowledge:write"));

  @Test
  void theListOfRoutesIsTheOneOfTheServices() throws IOException {
    StringBuilder list = new StringBuilder();
    list.append("# Routes\n\nMade from the services' classes by `HubRoutesTest`, which also asks ");
    list.append("each of them with and without its right.\n\n");
    list.append("| Method | Route | Right | Service |\n|---|---|---|---|\n");
    for (Route route : Routes.all()) {
      list.append(
          "| %s | `%s` | `%s` | %s |%n"
              .formatted(route.method(), route.path(), route.right(), route.service()));
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(LIST, list);
    }
    assertThat(LIST).as("run with -Ddocs.write=true").hasContent(list.toString());
  }

  @Test
  void theOneOriginSendsEveryRouteToTheServiceThatHasIt() throws IOException {
    assertThat(Routes.all())
        .filteredOn(route -> !route.owner().isEmpty() && !route.forNodes())
        .allSatisfy(route -> assertThat(route.service()).as(route.path()).isEqualTo(route.owner()));
  }

  @Test
  void everyRouteAsksForItsRightAndKnowsTheCenters() throws Exception {
    Things things = new Things(RunningHub.get());
    List<String> wrong = new ArrayList<>();
    List<Route> routes = Routes.all();
    assertThat(routes).hasSizeGreaterThan(40);
    for (Route route : routes) {
      // Those for nodes are asked by TransferReceiverTest, from the other side of their door.
      if (!route.forNodes()) {
        wrong.addAll(new Cells(things, route).ask());
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The five requests of one route. */
  private record Cells(Things things, Route route) {
    List<String> ask() {
      List<String> wrong = new ArrayList<>();
      String own = things.path(route);
      String none = things.pathToNothing(route);
      if (route.path().startsWith(OF_A_SITE)) {
        expect(wrong, "on a hub", things.hub().asEverything("north"), own, Set.of(404));
        return wrong;
      }
      expect(wrong, "no token", things.hub().with(""), own, Set.of(401));
      expect(wrong, "no token, no such thing", things.hub().with(""), none, Set.of(401));
      Capability needed = route.capability();
      if (needed != null) {
        Calls lacking = things.hub().as(allBut(needed), "north");
        expect(wrong, "without the right", lacking, own, Set.of(403));
        expect(wrong, "without the right, no such thing", lacking, none, Set.of(403));
      }
      Calls able = things.hub().as(theRight(), "north");
      if (isAboutOne()) {
        expect(wrong, "no such thing", able, none, Set.of(404));
        if (needed != Capability.CENTER_SCOPE_GLOBAL_ADMIN && isOwned()) {
          Calls foreign = things.hub().as(theRight(), "south");
          expect(wrong, "another center", foreign, own, Set.of(404));
        }
      }
      expectPassed(wrong, able, own);
      return wrong;
    }

    /** A thing of the catalogue and a key of the hub belong to no center. */
    private boolean isOwned() {
      return route.capability() != Capability.KNOWLEDGE_READ
          && route.capability() != Capability.KEY_ROTATE;
    }

    /** What the server speaks is the same whatever it is asked about. */
    private boolean isAboutOne() {
      return route.path().contains("{") && !route.method().equals("OPTIONS");
    }

    private List<String> theRight() {
      Capability needed = route.capability();
      return needed == null ? List.of() : List.of(needed.roleName());
    }

    private void expect(
        List<String> wrong, String who, Calls calls, String path, Set<Integer> statuses) {
      int status = things.request(calls, route, path);
      if (!statuses.contains(status)) {
        wrong.add(route.method() + " " + route.path() + " " + who + ": " + status);
      }
    }

    /** Reading succeeds; what changes something may find the thing in another state. */
    private void expectPassed(List<String> wrong, Calls calls, String path) {
      int status = things.request(calls, route, path);
      boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(route.method());
      boolean passed =
          status / 100 == 2
              || (!reads && !Set.of(401, 403, 404, 405).contains(status) && status < 500);
      if (!passed) {
        wrong.add(route.method() + " " + route.path() + " with the right: " + status);
      }
    }

    private static List<String> allBut(Capability needed) {
      Set<String> also = ALSO.getOrDefault(needed, Set.of());
      return Arrays.stream(Capability.values())
          .filter(capability -> capability != needed)
          .map(Capability::roleName)
          .filter(role -> !also.contains(role))
          .toList();
    }
  }

  /** One of each kind in the center north, for routes that are about one. */
  private static final class Things {
    private final RunningHub hub;
    private final Map<String, String> ids;
    private final String spareCenter;

    Things(RunningHub hub) throws Exception {
      this.hub = hub;
      Calls north = hub.asEverything("north");
      String report = Calls.jobId(north.upload("north", "a.pdf", realReport()));
      byte[] film = hub.sampleVideo();
      String video = Calls.jobId(north.upload("north", "film.mp4", film));
      byte[] refused = RunningHub.report("quarantine");
      String item = hub.quarantined(north, "north", refused, "{}").path("id").asText();
      await().atMost(SOON).until(() -> isDone(north, report) && isDone(north, video));
      JsonNode reportJob = Calls.json(north.get("/api/upload/" + report + "/status/"));
      String examination = firstId(north, "/api/patient-examinations/");
      String kind = firstId(north, "/api/examinations");
      String finding = firstId(north, "/api/examinations/" + kind + "/findings");
      String classification = firstId(north, "/api/findings/" + finding + "/classifications");
      this.ids =
          Map.ofEntries(
              Map.entry("/api/upload/", report),
              Map.entry("/api/jobs/", report),
              Map.entry("/api/media/quarantine/", item),
              Map.entry("/api/media/videos/", firstId(north, "/api/media/videos/")),
              Map.entry("/api/media/pdfs/", firstId(north, "/api/media/pdfs/")),
              Map.entry("/api/patients/", reportJob.path("patient_id").asText()),
              Map.entry("/api/media/patients/", reportJob.path("patient_id").asText()),
              Map.entry("/api/patient-examinations/", examination),
              Map.entry("/api/examinations/", kind),
              Map.entry("/api/findings/", finding),
              Map.entry("/api/classifications/", classification),
              Map.entry("/api/dead-letters/", deadLetter(hub, north)),
              Map.entry("/api/transfer/nodes/", node(hub)),
              Map.entry("/api/transfer/outbound/", UUID.randomUUID().toString()),
              Map.entry("/api/transfer/keys/", recipientKey(north)),
              Map.entry("/api/transfer/conflicts/", conflict(hub)),
              Map.entry("/api/centers/", "north"));
      this.spareCenter = newCenter(hub);
    }

    RunningHub hub() {
      return hub;
    }

    String path(Route route) {
      return filled(route, idFor(route));
    }

    /** The same with an id of the right form that nothing has. */
    String pathToNothing(Route route) {
      if (route.path().startsWith("/api/centers/")) {
        return filled(route, "nowhere");
      }
      boolean number = idFor(route).matches("\\d+");
      return filled(route, number ? "999999999" : UUID.randomUUID().toString());
    }

    private static String filled(Route route, String id) {
      return route
          .path()
          .replaceFirst("\\{[^}]*}", id)
          .replaceFirst("\\{n}", "0")
          .replace("{fingerprint}", "0".repeat(64));
    }

    private String idFor(Route route) {
      int brace = route.path().indexOf('{');
      if (brace < 0) {
        return "";
      }
      if (route.path().startsWith("/api/uploads/")) {
        return resumable(hub.asEverything("north"));
      }
      if (route.capability() == Capability.CENTER_SCOPE_GLOBAL_ADMIN) {
        return spareCenter;
      }
      @Nullable String id = ids.get(route.path().substring(0, brace));
      if (id == null) {
        throw new IllegalStateException("this test has no thing for " + route.path());
      }
      return id;
    }

    /** The status; a stream of events is not read to its end, which never comes. */
    int request(Calls calls, Route route, String path) {
      List<String> headers = new ArrayList<>();
      byte[] body = new byte[0];
      if (path.startsWith("/api/uploads")) {
        headers.addAll(List.of("Tus-Resumable", "1.0.0", "Upload-Offset", "0"));
        headers.addAll(List.of("Content-Type", "application/offset+octet-stream"));
      } else if (route.path().equals("/api/upload")) {
        headers.addAll(List.of("Content-Type", "multipart/form-data; boundary=x"));
      } else if (!Set.of("GET", "HEAD", "OPTIONS").contains(route.method())) {
        headers.addAll(List.of("Content-Type", "application/json"));
        body = bodyOf(route).getBytes(StandardCharsets.UTF_8);
      }
      return calls.statusOf(route.method(), path, body, headers.toArray(String[]::new));
    }

    private static String bodyOf(Route route) {
      if (route.path().startsWith("/api/media/quarantine/{id}")) {
        return "{\"decision_reason\": \"tested\"}";
      }
      if (route.path().endsWith("/certificates")) {
        return "{\"certificate\": \"" + "0".repeat(64) + "\"}";
      }
      if (route.path().endsWith("/discard")) {
        return "{\"reason\": \"tested by a machine\"}";
      }
      return route.method().equals("PATCH") ? "{\"display_name\": \"Tested\"}" : "{}";
    }

    private static String node(RunningHub hub) {
      HttpResponse<String> made =
          hub.as(List.of("node:admin"), "north")
              .post(
                  "/api/transfer/nodes",
                  "{\"display_name\": \"Routes\", \"role\": \"site_node\","
                      + " \"owning_center_key\": \"north\"}");
      return Calls.json(made).path("node_key").asText();
    }

    /** How one comes about is shown by TransferReceiverTest. */
    private static String conflict(RunningHub hub) throws Exception {
      return hub.database()
          .value(
              "transfer_hub",
              """
              INSERT INTO transfer_conflict (kind, transfer_key, source_node_key, center_key,
                  resource_kind, resource_hash, registration_sha256)
              SELECT 'replay_mismatch', 'routes', node_key, 'north', 'report',
                  repeat('a', 64), repeat('a', 64)
              FROM network_node WHERE owning_center_key = 'north' LIMIT 1 RETURNING id
              """);
    }

    private static String recipientKey(Calls north) {
      return Calls.json(north.get("/api/transfer/keys")).path(0).path("key_id").asText();
    }

    private static String newCenter(RunningHub hub) {
      Calls admin = hub.as(List.of("center_scope:global_admin"));
      HttpResponse<String> made = admin.post("/api/centers", "{\"display_name\": \"Spare\"}");
      return Calls.json(made).path("center_key").asText();
    }

    /** A record of the center north that is no event, set aside by the gateway. */
    private static String deadLetter(RunningHub hub, Calls north) throws Exception {
      String record =
          "{\"type\":\"anonymization.started\",\"center_key\":\"north\",\"event_id\":\""
              + UUID.randomUUID()
              + "\"}";
      Map<String, Object> settings =
          Map.of("bootstrap.servers", "127.0.0.1:" + hub.suite().part("kafka").port());
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        String topic = Topic.ANONYMIZATION_EVENTS.topicName();
        assertThat(producer.send(new ProducerRecord<>(topic, "planted", record)).get().hasOffset())
            .isTrue();
      }
      String letters = "/api/dead-letters?reason=malformed";
      await().atMost(SOON).until(() -> !Calls.json(north.get(letters)).path("results").isEmpty());
      return firstId(north, letters);
    }

    private static String firstId(Calls calls, String path) {
      JsonNode page = Calls.json(calls.get(path));
      JsonNode list = page.isArray() ? page : page.path("results");
      assertThat(list).as(path).isNotEmpty();
      return list.path(0).path("id").asText();
    }

    private static boolean isDone(Calls calls, String job) {
      String status =
          Calls.json(calls.get("/api/upload/" + job + "/status/")).path("status").asText();
      assertThat(status).isNotIn("error", "lost");
      return status.equals("anonymized");
    }

    private static String resumable(Calls calls) {
      HttpResponse<String> made =
          calls.send(
              "POST",
              "/api/uploads",
              new byte[0],
              "Tus-Resumable",
              "1.0.0",
              "Upload-Length",
              "10",
              "Upload-Metadata",
              "filename YS5wZGY=,center_key bm9ydGg=");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      String location = made.headers().firstValue("Location").orElseThrow();
      return location.substring(location.lastIndexOf('/') + 1);
    }

    private static byte[] realReport() {
      return new ReportSamples(System.nanoTime())
          .write(ExaminationKind.GASTROSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL)
          .pdf();
    }
  }
}
