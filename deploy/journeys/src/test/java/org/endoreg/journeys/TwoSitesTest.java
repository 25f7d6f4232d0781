package org.endoreg.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.endoreg.journeys.SuiteProcess.Finished;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The demo with two sites, and what operators of both sides do with it: commands, the page, and
 * stopping it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(4)
class TwoSitesTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "."));

  /** What is sent again comes to its end when the worker has time for it. */
  private static final LocatorAssertions.HasAttributeOptions SLOWLY =
      new LocatorAssertions.HasAttributeOptions().setTimeout(60_000);

  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final String NODE = "site-north";
  private static final String ARRIVED = "none of the planted identifiers is in it";

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> secrets = new ArrayList<>();
  private SuiteProcess demo;

  @BeforeAll
  void start() throws IOException {
    demo =
        SuiteProcess.start(
            "demo",
            Files.createTempDirectory("endoreg-sites"),
            Map.of(),
            "--two-sites",
            "--centers",
            "north",
            "--settle",
            "1");
    demo.awaitLine("Open http", LIMIT);
  }

  @AfterAll
  void stop() throws IOException {
    List<ProcessHandle> parts = Stream.of(hub(), site()).flatMap(TwoSitesTest::partsOf).toList();
    assertThat(parts).hasSizeGreaterThan(14);
    demo.close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> parts.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void whatWasSignedOffAtTheSiteIsAtTheHubWithoutAnIdentifier() throws Exception {
    assertThat(demo.output())
        .contains("✔ node " + NODE)
        .containsSubsequence("invented report", "signed off", "transfer completed", ARRIVED)
        .containsSubsequence("invented video", "signed off", "transfer completed", ARRIVED);
    for (String medium : List.of("report", "video")) {
      JsonNode sent = first(site(), medium);
      JsonNode arrived = first(hub(), medium);
      assertThat(sent.path("local_status").asText()).isEqualTo("completed");
      assertThat(arrived.path("status").asText()).isEqualTo("applied");
      assertThat(arrived.path("transfer_key")).isEqualTo(sent.path("transfer_key"));
      assertThat(arrived.path("source_node_key").asText()).isEqualTo(NODE);
    }
    IdentifierScan scan = new IdentifierScan(planted());
    assertThat(
            scan.inFiles(
                Stream.of("logs", "kafka", "postgres", "blobs", "run", "nginx")
                    .map(hub()::resolve)
                    .filter(Files::exists)
                    .toList()))
        .isEmpty();
    assertThat(scan.inText(demo.output())).isEmpty();
  }

  @Test
  void transfersAreShownToPeopleAndFiltered() throws Exception {
    Finished list = run(site(), "transfer", "list");
    assertThat(list.output()).contains("completed", NODE + "__report__");
    assertThat(json(site(), "transfer", "list", "--state", "failed")).isEmpty();
    String key = json(hub(), "transfer", "list").path(0).path("transfer_key").asText();
    assertThat(run(hub(), "transfer", "show", key).output()).contains("applied", "received_bytes");
    Finished unknown = run(hub(), "transfer", "show", "nothing");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.output()).contains("no such transfer");
  }

  @Test
  void siteAndHubAgreeAboutWhatWasSent() throws Exception {
    Finished compared = run(site(), "transfer", "reconcile");
    assertThat(compared.exitCode()).as(compared.output()).isZero();
    assertThat(compared.output()).containsPattern("✔ (\\d) compared with hub, \\1 agree");
    assertThat(run(hub(), "transfer", "reconcile").exitCode()).as("a hub has no hub").isEqualTo(1);
  }

  /** The hub refuses the site, so that there is something to call off. */
  @Test
  void aTransferIsCalledOffWithTheKeyboardAndSentAfterAllAndThenItIsTooLate() throws Exception {
    Assumptions.assumeTrue(PageBrowser.isInstalled(), "needs chromium");
    assertThat(run(hub(), "node", "deactivate", NODE).exitCode()).isZero();
    byte[] report = RunningHub.report("Polyp im Sigma, 4 mm. " + UUID.randomUUID());
    signOff(report);
    String key = awaitTransfer(report, "failed");
    Finished cancelled = run(site(), "transfer", "cancel", key);
    assertThat(cancelled.exitCode()).as(cancelled.output()).isZero();
    assertThat(cancelled.output()).contains("✔ cancelled " + key);
    try (PageBrowser opened = PageBrowser.open()) {
      Browser browser = opened.browser();
      Page page = signedIn(browser, "de-DE", page("for the site"), site());
      page.keyboard().press("4");
      var row = page.locator("tr[data-key='" + key + "']");
      assertThat(row).containsText("Abgebrochen");
      row.getByTestId("transfer-again").click();
      assertThat(row).hasAttribute("data-state", "failed", SLOWLY);
      row.focus();
      page.keyboard().press("Tab");
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("question-facts")).containsText(key);
      int cutOff =
          (int)
              page.evaluate(
                  "(() => { const box = document.querySelector('dialog[open]');"
                      + " return box.scrollWidth - box.clientWidth; })()");
      assertThat(cutOff).as("a long key breaks").isLessThanOrEqualTo(0);
      PageBrowser.keepPicture(page, "transfer-cancel-de");
      page.getByTestId("question-confirm").click();
      assertThat(row).hasAttribute("data-state", "cancelled", SLOWLY);
      PageBrowser.keepPicture(page, "transfer-cancelled-de");
      assertThat(run(hub(), "node", "activate", NODE).exitCode()).isZero();
      row.getByTestId("transfer-again").click();
      assertThat(row).hasAttribute("data-state", "completed", SLOWLY);
      assertThat(row.getByTestId("transfer-cancel")).hasCount(0);
    }
    Finished tooLate = run(site(), "transfer", "cancel", key);
    assertThat(tooLate.exitCode()).isEqualTo(1);
    assertThat(tooLate.output()).contains("transfer_applied");
  }

  /** Drops the report as signed off at the site, of a patient nobody else has. */
  private void signOff(byte[] report) throws IOException {
    ObjectNode sidecar = (ObjectNode) json.readTree(Drops.sidecar("north", report));
    sidecar.put("patient_hash", Drops.sha256(UUID.randomUUID().toString().getBytes(UTF_8)));
    sidecar.put("examination_hash", Drops.sha256(UUID.randomUUID().toString().getBytes(UTF_8)));
    Path folder = site().resolve("drop/north/preanonymized_import");
    drop(folder, "befund.pdf", report);
    drop(folder, "befund.json", sidecar.toString().getBytes(UTF_8));
  }

  private static void drop(Path folder, String name, byte[] content) throws IOException {
    Path part = Files.write(folder.resolve(name + ".part"), content);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private String awaitTransfer(byte[] report, String state) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                StreamSupport.stream(
                        json(site(), "transfer", "list", "--state", state).spliterator(), false)
                    .map(row -> row.path("transfer_key").asText())
                    .filter(key -> key.contains(Drops.sha256(report)))
                    .findFirst()
                    .orElse(""),
            key -> !key.isEmpty());
  }

  @Test
  void aNodeIsAddedShownRotatedAndLockedOutAndItsSecretToldOnce() throws Exception {
    JsonNode added = json(hub(), "node", "add", "Second Site", "--center", "north");
    String key = added.path("node_key").asText();
    secrets.add(added.path("secret").asText());
    assertThat(secrets.get(0)).hasSizeGreaterThan(20);
    Path file = Files.createTempDirectory("secret").resolve("secret");
    Finished rotated =
        run(
            hub(),
            "node",
            "rotate-secret",
            key,
            "--keep-old",
            "24",
            "--secret-file",
            file.toString());
    secrets.add(Files.readString(file));
    assertThat(rotated.output()).doesNotContain(secrets.get(1));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    JsonNode shown = json(hub(), "node", "show", key);
    assertThat(shown.path("secrets")).hasSize(2);
    assertThat(shown.path("secrets").path(0).hasNonNull("not_after")).isTrue();
    assertThat(run(hub(), "node", "deactivate", key).exitCode()).isZero();
    assertThat(run(hub(), "node", "list").output()).containsPattern(key + " .* no ");
    assertThat(run(hub(), "node", "activate", key).exitCode()).isZero();
    Finished unknown = run(hub(), "node", "show", "nobody");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.output()).contains("not_found");
    assertThat(new IdentifierScan(secrets).inFiles(List.of(hub().resolve("logs")))).isEmpty();
  }

  @Test
  void aCertificateIsBoundWithItsEndAndRevoked() throws Exception {
    Path folder = Files.createTempDirectory("pki");
    TestAuthority authority = TestAuthority.in(folder);
    authority.client("another");
    Finished bound =
        run(hub(), "node", "bind-certificate", NODE, folder.resolve("another.pem").toString());
    assertThat(bound.exitCode()).as(bound.output()).isZero();
    String fingerprint = authority.fingerprint("another");
    JsonNode newest = json(hub(), "node", "show", NODE).path("certificates").path(0);
    assertThat(newest.path("fingerprint").asText()).isEqualTo(fingerprint);
    assertThat(newest.hasNonNull("not_after")).isTrue();
    assertThat(run(hub(), "node", "revoke-certificate", NODE, fingerprint).exitCode()).isZero();
    assertThat(run(hub(), "node", "show", NODE).output()).contains(fingerprint + "  revoked");
  }

  @Test
  void aKeyOfTheHubIsReplacedAndTheFormerRevoked() throws Exception {
    String former = json(hub(), "node", "keys").path(0).path("key_id").asText();
    String fresh = json(hub(), "node", "add-key").path("key_id").asText();
    assertThat(run(hub(), "node", "revoke-key", former).exitCode()).isZero();
    assertThat(run(hub(), "node", "keys").output())
        .contains("active    " + fresh, "revoked   " + former);
  }

  @Test
  void everyCommandExplainsItself() throws Exception {
    for (String group : List.of("node", "transfer")) {
      Finished help = SuiteProcess.run(group, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.output()).contains("Usage: endoreg " + group);
    }
    assertThat(SuiteProcess.run("node", "rotate-secret", "--help").output())
        .contains("--keep-old", "--json", "--data");
  }

  @Test
  void operatorsOfBothSidesSeeTheTransferAndTheHubLocksTheSiteOut() throws Exception {
    Assumptions.assumeTrue(PageBrowser.isInstalled(), "needs chromium");
    try (PageBrowser opened = PageBrowser.open()) {
      Browser browser = opened.browser();
      theSite(signedIn(browser, "de-DE", page("for the site"), site()));
      theHub(signedIn(browser, "en-GB", page("for the hub"), hub()));
    }
  }

  private void theSite(Page page) throws IOException {
    page.keyboard().press("4");
    assertThat(page.getByTestId("transfer-row").first()).containsText("Abgeschlossen");
    assertThat(page.getByTestId("transfer-facts").first()).containsText("Versuch 1");
    assertThat(page.getByTestId("transfer-papers")).containsText(NODE);
    assertThat(page.getByTestId("expiry").first()).hasAttribute("data-state", "later");
    page.getByTestId("transfers-state").selectOption("failed");
    assertThat(page.getByTestId("transfer-row")).hasCount(0);
    page.getByTestId("transfers-state").selectOption("completed");
    assertThat(page.getByTestId("transfer-row").first()).isVisible();
    PageBrowser.keepPicture(page, "transfers-site-de");
    page.getByTestId("lang-switch").locator("[data-lang=en]").click();
    PageBrowser.keepPicture(page, "transfers-site-en");
  }

  private void theHub(Page page) throws IOException {
    page.keyboard().press("4");
    assertThat(page.getByTestId("transfer-row").first()).containsText("Applied");
    assertThat(page.getByTestId("transfer-keys")).containsText("in use");
    assertThat(page.getByTestId("conflicts")).containsText("No conflict waits for a decision.");
    var node = page.locator("tr[data-node='" + NODE + "']");
    PageBrowser.keepPicture(page, "transfers-hub-en");
    node.focus();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("question-facts")).containsText("refused from its next request");
    page.getByTestId("question-confirm").click();
    assertThat(node).hasAttribute("data-active", "false");
    node.getByTestId("node-activity").click();
    page.getByTestId("question-confirm").click();
    assertThat(node).hasAttribute("data-active", "true");
    page.getByTestId("lang-switch").locator("[data-lang=de]").click();
    PageBrowser.keepPicture(page, "transfers-hub-de");
    page.setViewportSize(390, 844);
    int overflow = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
  }

  private static Page signedIn(Browser browser, String locale, String address, Path data)
      throws IOException {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions().setLocale(locale).setViewportSize(1280, 900))
            .newPage();
    page.navigate(address);
    page.locator("#username").fill("operator");
    page.locator("#password").fill(Files.readString(data.resolve("passwords/operator")));
    page.locator("#kc-login").click();
    assertThat(page.getByTestId("view-switch").locator("[data-view=transfers]")).isVisible();
    return page;
  }

  /** The address the demo printed. */
  private String page(String whose) {
    String before = demo.output().substring(0, demo.output().indexOf(whose)).strip();
    return before.substring(before.lastIndexOf(' ') + 1);
  }

  private Path hub() {
    return demo.data().resolve("hub");
  }

  private Path site() {
    return demo.data().resolve("site");
  }

  private List<String> planted() throws IOException {
    JsonNode list = json.readTree(site().resolve("samples/planted.json").toFile());
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The demo's own one: others are of later. */
  private JsonNode first(Path data, String medium) throws Exception {
    return StreamSupport.stream(json(data, "transfer", "list").spliterator(), false)
        .filter(row -> row.path("transfer_key").asText().contains("__" + medium + "__"))
        .reduce((later, earlier) -> earlier)
        .orElseThrow();
  }

  private JsonNode json(Path data, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(command));
    line.add("--json");
    Finished answer = run(data, line.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    return json.readTree(answer.output());
  }

  private static Finished run(Path data, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--data", data.toString()));
    return SuiteProcess.run(line.toArray(String[]::new));
  }

  private static Stream<ProcessHandle> partsOf(Path data) {
    try {
      return SuiteState.read(new SuiteFolder(data, ROOT)).stream()
          .flatMap(state -> state.parts().stream())
          .flatMap(part -> part.process().stream());
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
