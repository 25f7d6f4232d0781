package org.endoreg.stack.sites;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.client.JobRow;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteListener;

/**
 * The journey of an invented report and a video of the same examination from a site to the hub:
 * registered, anonymized, signed off, sealed, sent, applied. Prints a line whenever one gets
 * further.
 */
public final class TwoSiteDemo {
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

  /** Starts both suites; true when report and video arrived at the hub without an identifier. */
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
    for (SiteSample sample : new SiteSamples(plan.site().samples()).write()) {
      if (!journey(hub, site, sample)) {
        return false;
      }
    }
    return true;
  }

  private boolean journey(HubClient hub, HubClient site, SiteSample sample)
      throws IOException, InterruptedException {
    say("%nOne invented %s, from the site to the hub", sample.medium().noun());
    JobRow job = anonymized(site, sample);
    say("  ✔ site  anonymized, %d identifiers removed", job.removed());
    Set<String> before = site.jobs().stream().map(JobRow::id).collect(Collectors.toSet());
    String digest = new Reviewer(site, plan.site(), center).signOff(job, sample);
    say("  ✔ site  looked at by the scripted reviewer and signed off");
    JsonNode sent = awaitSent(site, digest, before);
    JsonNode arrived = awaitArrived(hub, sent.path("transfer_key").asText());
    say("  ✔ hub   %s, receipt signed and believed by the site", arrived.path("status").asText());
    return show(hub, awaitListed(hub, sample.medium(), digest), sample);
  }

  private JobRow anonymized(HubClient site, SiteSample sample) throws InterruptedException {
    String id = site.upload(sample.file(), center).jobId();
    say("  → site  uploaded, with its identity");
    JobRow job =
        await(
            "the " + sample.medium().noun() + " was not anonymized",
            () ->
                site.jobs().stream()
                    .filter(row -> row.id().equals(id) && row.isFinished())
                    .findFirst());
    if (!job.status().equals("anonymized")) {
      throw new SuiteFailure("the " + sample.medium().noun() + " ended as " + job.status());
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

  private JsonNode awaitListed(HubClient hub, SiteMedium medium, String digest)
      throws InterruptedException {
    return await(
        "the hub does not list the " + medium.noun(),
        () ->
            rows(hub.read(medium.list()).path("results"))
                .filter(row -> row.path(medium.digestField()).asText().equals(digest))
                .findFirst());
  }

  private boolean show(HubClient hub, JsonNode listed, SiteSample sample)
      throws InterruptedException {
    JsonNode patient =
        await(
            "the hub knows no patient of the " + sample.medium().noun(),
            () -> rows(hub.read("/api/patients/").path("results")).findFirst());
    String path = sample.medium().path(listed.path("id").asText());
    boolean clean = sample.inspection().isClean(hub, path);
    say(
        "  ✔ hub   %sstream/ (%d bytes), patient %s of center %s",
        path,
        listed.path("size_bytes").asLong(),
        patient.path("pseudonym_id").asText(),
        listed.path("center_key").asText());
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
