package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.PlantedIdentifier;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSample;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteListener;

/**
 * The journey of one invented report from a site to the hub: registered, anonymized, signed off,
 * sealed, sent, applied. Prints a line whenever it gets further.
 */
public final class TwoSiteDemo {
  private static final long SEED = 20_240_315;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 300;

  private final TwoSites.Plan plan;
  private final String center;
  private final Function<SuiteFolder, HubClient> clients;
  private final PrintWriter out;

  /** {@code clients} gives a client of the suite that runs on a folder. */
  public TwoSiteDemo(
      TwoSites.Plan plan, Function<SuiteFolder, HubClient> clients, PrintWriter out) {
    this.plan = plan;
    this.center = plan.centers().get(0);
    this.clients = clients;
    this.out = out;
  }

  /** Starts both and shows the journey; true when the report arrived without an identifier. */
  public boolean run(TwoSites sites, Function<String, SuiteListener> listeners)
      throws IOException, InterruptedException {
    say(
        "Starting the central hub%s",
        plan.nginx().isPresent() ? " with nginx in front" : ", which ends TLS itself");
    sites.startHub(listeners.apply("hub"));
    HubClient hub = clients.apply(plan.hub());
    SitePapers papers = sites.papers();
    if (!papers.exist()) {
      papers.provision(hub, "Site " + center, center);
      say("  ✔ node %s registered, its certificate bound, its secret stored", papers.nodeKey());
    }
    say("Starting the site %s", papers.nodeKey());
    sites.startSite(papers.settings(hub, plan.doorAddress(), center), listeners.apply("site"));
    return journey(hub, clients.apply(plan.site()));
  }

  private boolean journey(HubClient hub, HubClient site) throws IOException, InterruptedException {
    ReportSample sample =
        new ReportSamples(SEED)
            .write(ExaminationKind.COLONOSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL);
    List<String> identifiers = sample.planted().stream().map(PlantedIdentifier::text).toList();
    say("%nOne invented report, from the site to the hub");
    JobRow job = anonymized(site, sample.pdf(), identifiers);
    say("  ✔ site  anonymized, %d identifiers removed", job.removed());
    Set<String> before = site.jobs().stream().map(JobRow::id).collect(Collectors.toSet());
    String digest = new Reviewer(site, plan.site(), center).signOff(job, identifiers);
    say("  ✔ site  read by the scripted reviewer and signed off");
    JsonNode sent = awaitSent(site, digest, before);
    JsonNode arrived = awaitArrived(hub, sent.path("transfer_key").asText());
    say("  ✔ hub   %s, receipt signed and believed by the site", arrived.path("status").asText());
    return show(hub, awaitListed(hub, digest), identifiers);
  }

  private JobRow anonymized(HubClient site, byte[] pdf, List<String> identifiers)
      throws IOException, InterruptedException {
    Path samples = Files.createDirectories(plan.site().samples());
    new ObjectMapper().writeValue(samples.resolve("planted.json").toFile(), identifiers);
    Path file = Files.write(samples.resolve("report.pdf"), pdf);
    String id = site.upload(file, center).jobId();
    say("  → site  uploaded, with its identity");
    JobRow job =
        await(
            "the report was not anonymized",
            () ->
                site.jobs().stream()
                    .filter(row -> row.id().equals(id) && row.isFinished())
                    .findFirst());
    if (!job.status().equals("anonymized")) {
      throw new SuiteFailure("the report ended as " + job.status());
    }
    return job;
  }

  private JsonNode awaitSent(HubClient site, String digest, Set<String> before)
      throws InterruptedException {
    TransferLines lines = new TransferLines(out);
    JsonNode ended =
        await(
            "the transfer did not end",
            () -> {
              Optional<JsonNode> row =
                  rows(site.read("/api/transfer/outbound"))
                      .filter(found -> found.path("transfer_key").asText().contains(digest))
                      .findFirst();
              row.ifPresentOrElse(lines::show, () -> requireNoError(site, before));
              return row.filter(TransferLines::isEnded);
            });
    if (!ended.path("local_status").asText().equals("completed")) {
      throw new SuiteFailure(
          "the transfer failed: "
              + ended.path("failure_class").asText()
              + ", "
              + ended.path("last_error").asText());
    }
    return ended;
  }

  /** What was handed in becomes a job, which may be refused. */
  private static void requireNoError(HubClient site, Set<String> before) {
    site.jobs().stream()
        .filter(job -> !before.contains(job.id()) && job.errorCode() != null)
        .findFirst()
        .ifPresent(
            job -> {
              throw new SuiteFailure("what was signed off was refused: " + job.errorCode());
            });
  }

  private JsonNode awaitArrived(HubClient hub, String key) throws InterruptedException {
    return await(
        "the hub does not list the transfer as applied",
        () ->
            rows(hub.read("/api/transfer/incoming"))
                .filter(row -> row.path("transfer_key").asText().equals(key))
                .filter(row -> row.path("status").asText().equals("applied"))
                .findFirst());
  }

  private JsonNode awaitListed(HubClient hub, String digest) throws InterruptedException {
    return await(
        "the hub does not list the report",
        () ->
            rows(hub.read("/api/media/pdfs/").path("results"))
                .filter(row -> row.path("processed_file_sha256").asText().equals(digest))
                .findFirst());
  }

  private boolean show(HubClient hub, JsonNode report, List<String> identifiers)
      throws InterruptedException {
    JsonNode patient =
        await(
            "the hub knows no patient of the report",
            () -> rows(hub.read("/api/patients/").path("results")).findFirst());
    String path = "/api/media/pdfs/" + report.path("id").asText() + "/";
    String text = hub.read(path).path("anonymized_text").asText();
    boolean clean = !text.isBlank() && identifiers.stream().noneMatch(text::contains);
    say(
        "  ✔ hub   %sstream/ (%d bytes), patient %s of center %s",
        path,
        report.path("size_bytes").asLong(),
        patient.path("pseudonym_id").asText(),
        report.path("center_key").asText());
    say(clean ? "  ✔ none of the planted identifiers is in it" : "  ✘ an identifier is in it");
    return clean;
  }

  private static Stream<JsonNode> rows(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static <T> T await(String otherwise, Supplier<Optional<T>> look)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(LIMIT);
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new SuiteFailure(otherwise + " within " + LIMIT.toMinutes() + " minutes");
      }
      Thread.sleep(LOOK_MILLIS);
      found = look.get();
    }
    return found.orElseThrow();
  }

  private void say(String format, Object... values) {
    out.printf(format + "%n", values);
    out.flush();
  }
}
