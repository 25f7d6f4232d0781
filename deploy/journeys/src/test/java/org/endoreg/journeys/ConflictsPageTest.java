package org.endoreg.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Nodes contradict each other through real nginx, and a person of the center decides on the
 * operator page, with the keyboard, in both languages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(RunningHub.NAME)
class ConflictsPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String CENTER = "north";

  /** What a registration could tell of a person; it must not come to the page. */
  private static final String TEXT = "Polyp im Sigma, 4 mm, Befundtext.";

  private final RunningHub hub = RunningHub.get();
  private final List<String> complaints = new ArrayList<>();
  private TransferDoor door;
  private Node first;
  private Node second;

  private record Node(String key, SendingNode calls) {}

  @BeforeAll
  void openTheDoorForTwoNodes() throws IOException {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    assumeThat(CHROMIUM).as("needs chromium").exists();
    door = TransferDoor.open(hub.suite());
    first = node("Endoscopy");
    second = node("Archive");
  }

  @AfterAll
  void close() {
    if (door != null) {
      door.close();
    }
  }

  @Test
  @Scenario({"A56", "A74"})
  void bothSidesAreSeenAndDecidedWithTheKeyboard() throws IOException {
    String resource = digest();
    ObjectNode owned = report(first, resource);
    ObjectNode claimed = report(second, resource);
    first.calls().register(owned);
    second.calls().register(claimed);
    first
        .calls()
        .register(owned.deepCopy().put("cleanup_policy", "delete_central_raw_after_apply"));
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
      Page page = open(browser);
      Locator ownership = row(page, claimed);
      Locator replay = row(page, owned);
      assertThat(ownership.getByTestId("conflict-existing")).containsText(first.key());
      assertThat(ownership.getByTestId("conflict-other")).containsText(second.key());
      assertThat(ownership.getByTestId("conflict-other")).containsText("Waits for a decision");
      assertThat(replay.getByTestId("conflict-other")).containsText("Refused, not kept");
      assertThat(replay.getByTestId("conflict-differs")).containsText("cleanup_policy");
      assertThat(replay.getByTestId("conflict-supersede")).hasCount(0);
      assertThat(page.getByTestId("conflicts").innerText()).doesNotContain(TEXT, "1".repeat(64));
      keepPicture(page, "conflicts-en");
      decideWithTheKeyboard(page, ownership);
      assertThat(ownership).hasCount(0);
      page.getByTestId("lang-switch").locator("[data-lang=de]").click();
      replay.getByTestId("conflict-keep_existing").click();
      assertThat(page.getByTestId("question")).containsText("Behalten, was der Hub hat");
      page.getByTestId("question-reason").fill("Die erste stimmt.");
      keepPicture(page, "conflict-decision-de");
      page.getByTestId("question-confirm").click();
      assertThat(replay).hasCount(0);
      assertThat(complaints).isEmpty();
    }
    assertThat(
            SendingNode.json(second.calls().status(claimed.path("transfer_key").asText()))
                .path("transfer_status")
                .asText())
        .isEqualTo("awaiting_media");
  }

  @Test
  void bothSidesFitOnANarrowScreenAndNobodyDecidesWithoutTheRight() throws IOException {
    String resource = digest();
    ObjectNode claimed = report(second, resource);
    first.calls().register(report(first, resource));
    second.calls().register(claimed);
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
      Page page = open(browser);
      page.setViewportSize(390, 844);
      assertThat(row(page, claimed)).isVisible();
      int overflow = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assertThat(overflow).isLessThanOrEqualTo(0);
      keepPicture(page, "conflicts-narrow-en");
      Page reader = open(browser, hub.as(List.of("transfer:read", "upload:read"), CENTER));
      assertThat(row(reader, claimed)).isVisible();
      assertThat(row(reader, claimed).locator("button")).hasCount(0);
    }
  }

  /** To the row, to its third button, a reason, done. */
  private static void decideWithTheKeyboard(Page page, Locator row) {
    row.focus();
    for (int i = 0; i < 3; i++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("question")).containsText("Keep both, apart");
    assertThat(page.getByTestId("question-confirm")).isDisabled();
    page.keyboard().type("Both examined it.");
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
  }

  private static Locator row(Page page, ObjectNode registration) {
    return page.getByTestId("conflict-row")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByTestId("conflict-other")
                        .filter(
                            new Locator.FilterOptions()
                                .setHasText(registration.path("transfer_key").asText()))));
  }

  private Page open(Browser browser) {
    return open(browser, hub.asEverything(CENTER));
  }

  /** The page of whoever has this token. */
  private Page open(Browser browser, Calls person) {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-GB")
                    .setViewportSize(1280, 900)
                    .setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + person.token())))
            .newPage();
    page.onPageError(complaints::add);
    page.navigate(hub.suite().address() + "/?view=transfers");
    assertThat(page.getByTestId("conflicts")).isVisible();
    return page;
  }

  private static void keepPicture(Page page, String name) throws IOException {
    Path target =
        Path.of(System.getProperty("hub.root", "."))
            .resolve("deploy/journeys/target/" + name + ".png");
    Files.createDirectories(target.getParent());
    page.screenshot(new Page.ScreenshotOptions().setPath(target).setFullPage(true));
    assertThat(Files.size(target)).isGreaterThan(20_000);
  }

  private Node node(String name) throws IOException {
    Calls administrator = hub.as(List.of("node:admin"), CENTER);
    JsonNode made =
        Calls.json(
            administrator.post(
                "/api/transfer/nodes",
                "{\"display_name\": \"%s\", \"role\": \"site_node\", \"owning_center_key\": \"%s\"}"
                    .formatted(name, CENTER)));
    String key = made.path("node_key").asText();
    SendingNode calls = SendingNode.at(door, door.client(key));
    administrator.post(
        "/api/transfer/nodes/" + key + "/certificates",
        "{\"certificate\": \"" + door.fingerprint(key) + "\"}");
    return new Node(key, calls.as(key, made.path("secret").asText()));
  }

  private static String digest() {
    return Drops.sha256(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode report(Node node, String resource) {
    String artifact = digest();
    ObjectNode report =
        JSON.createObjectNode()
            .put("transfer_key", node.key() + "__report__" + resource.substring(0, 32))
            .put("source_node_key", node.key())
            .put("target_node_key", "hub")
            .put("source_center_key", CENTER)
            .put("resource_kind", "report")
            .put("resource_hash", resource)
            .put("transfer_mode", "metadata_and_processed_media")
            .put("processing_policy", "preserve_processing_state")
            .put("processing_intent", "sender_requests_state_preservation")
            .put("cleanup_policy", "retain_all")
            .put("payload_schema_version", "3.0");
    report.putObject("processing_snapshot").put("sender_processing_success", true);
    ObjectNode rows = report.putObject("resource_rows");
    rows.putObject("raw_pdf_file").put("pdf_hash", resource).put("anonymized_text", TEXT);
    rows.putObject("sensitive_meta")
        .put("patient_hash", "1".repeat(64))
        .put("examination_hash", resource);
    rows.putObject("raw_pdf_state")
        .put("processing_started", true)
        .put("text_meta_extracted", true)
        .put("sensitive_meta_processed", true)
        .put("anonymized", true)
        .put("anonymization_validated", true)
        .put("processed_file_sha256", artifact);
    rows.putObject("processing_history").put("file_hash", resource).put("success", true);
    return report;
  }
}
