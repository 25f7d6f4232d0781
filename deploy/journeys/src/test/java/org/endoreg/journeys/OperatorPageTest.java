package org.endoreg.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.endoreg.contracts.events.Topic;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The operator page in a real browser, used as a person would. */
@ResourceLock(RunningDemo.NAME)
class OperatorPageTest {
  private static final double PATIENCE_MILLIS = 90_000;

  private final SuiteProcess suite = RunningDemo.suite();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable PageBrowser browser;

  @BeforeEach
  void openBrowser() {
    Assumptions.assumeTrue(PageBrowser.isInstalled(), "needs chromium");
    browser = PageBrowser.open();
  }

  @AfterEach
  void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aPersonSeesJobsUploadsAFileAndReadsTheResult() throws IOException {
    Page page = open("de-DE", 1280, 900);
    assertThat(page.getByTestId("jobs-table")).isVisible();
    assertThat(page.getByTestId("job-row").first()).isVisible();
    int rows = page.getByTestId("job-row").count();
    page.getByTestId("upload-input").setInputFiles(newReport());
    assertThat(page.getByTestId("upload-item").first()).isVisible();
    assertThat(page.getByTestId("job-row")).hasCount(rows + 1);
    var newest = page.getByTestId("job-row").first();
    assertThat(newest)
        .containsText(
            "Fertig", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    newest.click();
    assertThat(page.getByTestId("detail-pane")).isVisible();
    assertThat(page.getByTestId("report-text")).containsText("Patient");
    assertThat(page.getByTestId("report-pdf")).isVisible();
    assertThat(page.getByTestId("timeline")).isVisible();
    noFilterIsCutOff(page);
    page.waitForTimeout(2_000);
    keepPicture(page, "operator-page");
    assertThat(complaints).isEmpty();
  }

  /** Beside an open job the list is narrow. */
  private static void noFilterIsCutOff(Page page) {
    Object hidden =
        page.evaluate(
            """
            () => {
              const bar = document.querySelector('.filter-bar');
              const edge = bar.getBoundingClientRect().right;
              return [...bar.querySelectorAll('select')]
                .filter((select) => select.getBoundingClientRect().right > edge
                  || select.getBoundingClientRect().width < 80)
                .map((select) => select.name);
            }
            """);
    assertThat(hidden).isEqualTo(List.of());
  }

  @Test
  void aVideoPlaysAndTheLanguageSwitches() {
    Page page = open("en-GB", 1280, 900);
    page.getByTestId("job-row")
        .filter(new Locator.FilterOptions().setHasText("Video"))
        .filter(new Locator.FilterOptions().setHasText("Finished"))
        .first()
        .click();
    assertThat(page.getByTestId("video-player")).isVisible();
    awaitInPage(page, "document.querySelector('video').readyState >= 2");
    page.evaluate("document.querySelector('video').muted = true");
    page.evaluate("document.querySelector('video').play()");
    awaitInPage(page, "document.querySelector('video').currentTime > 0.5");
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    page.keyboard().press("Escape");
    assertThat(page.getByTestId("detail-pane")).isHidden();
    page.getByTestId("lang-switch").locator("button, select, a").first().click();
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    assertThat(complaints).isEmpty();
  }

  @Test
  void theKeyboardAloneOpensAJob() {
    Page page = open("en-GB", 390, 844);
    assertThat(page.getByTestId("job-row").first()).isVisible();
    page.getByTestId("job-row").first().focus();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("detail-pane")).isVisible();
    int overflow = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aFailedJobIsFoundAndRetriedWithOthersAndAlone() throws IOException {
    Page page = open("en-GB", 1280, 900, "/?per_page=2");
    page.getByTestId("upload-input").setInputFiles(damagedReport());
    page.getByTestId("chip-error").click();
    Locator failed = page.getByTestId("job-row").first();
    assertThat(failed).hasAttribute("data-status", "error", patiently());
    page.reload();
    assertThat(page.getByTestId("chip-error")).hasAttribute("aria-pressed", "true");
    String id = failed.getAttribute("data-job");
    page.getByTestId("bulk-retry").click();
    assertThat(page.getByTestId("question-facts")).containsText("Centers: local");
    page.getByTestId("question-reason").fill("short");
    assertThat(page.getByTestId("question-confirm")).isDisabled();
    page.getByTestId("question-reason").fill("the scanner was repaired");
    keepPicture(page, "operator-question");
    page.getByTestId("question-confirm").click();
    assertThat(page.getByTestId("outcome")).containsText("changed");
    awaitAttempt(page, id, 2);
    page.locator("tr[data-job='" + id + "']").focus();
    page.keyboard().press("r");
    assertThat(page.getByTestId("outcome")).containsText("The job runs again.");
    assertThat(complaints).isEmpty();
  }

  @Test
  void pagesTurnAndKeysLeadEverywhere() {
    Page page = open("en-GB", 1280, 900, "/?per_page=2");
    String first = page.getByTestId("job-row").first().getAttribute("data-job");
    page.getByTestId("page-next").click();
    assertThat(page.getByTestId("page-number")).containsText("Page 2");
    assertThat(page.locator("tr[data-job='" + first + "']")).hasCount(0);
    assertThat(page.getByTestId("job-row")).hasCount(2);
    page.reload();
    assertThat(page.getByTestId("page-number")).containsText("Page 2");
    String older = page.getByTestId("job-row").first().getAttribute("data-job");
    page.getByTestId("page-previous").click();
    assertThat(page.getByTestId("page-number")).containsText("Page 1");
    // not that the first row is back: jobs of other tests may have come in meanwhile
    assertThat(page.locator("tr[data-job='" + older + "']")).hasCount(0);
    assertThat(page.getByTestId("job-row").first()).isVisible();
    page.keyboard().press("/");
    assertThat(page.getByTestId("filter-kind")).isFocused();
    page.getByTestId("filter-kind").selectOption("video");
    assertThat(page.getByTestId("job-row").first()).containsText("Video");
    assertThat(page.getByTestId("jobs-table")).not().containsText("Report");
    page.getByTestId("filter-clear").click();
    page.getByTestId("job-row").first().focus();
    page.keyboard().press("j");
    assertThat(page.getByTestId("job-row").nth(1)).isFocused();
    page.keyboard().press("?");
    assertThat(page.getByTestId("shortcut-help")).isVisible();
    page.keyboard().press("Escape");
    page.keyboard().press("3");
    assertThat(page.getByTestId("letters")).isVisible();
    assertThat(page.getByTestId("audit-badge")).isVisible();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aRefusedDropIsDecidedAboutByFourEyes() throws IOException {
    dropWithoutSignOff();
    Page page = open("de-DE", 1280, 900, "/?view=quarantine&q_status=pending_review");
    Locator drop = page.getByTestId("quarantine-row").first();
    reloadUntilVisible(page, drop);
    keepPicture(page, "operator-quarantine");
    drop.getByTestId("drop-approve-deletion").click();
    page.getByTestId("question-reason").fill("doppelt geliefert");
    page.getByTestId("question-confirm").click();
    assertThat(page.getByTestId("outcome")).containsText("andere Person");
    assertThat(page.getByTestId("quarantine-row")).hasCount(0);
    page.locator("#reap-days").selectOption("0");
    page.getByTestId("reap").click();
    assertThat(page.getByTestId("outcome")).containsText("Vier-Augen-Prinzip");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aDeadLetterIsReplayedInVainAndDiscardedOnATelephone() throws Exception {
    writeNoEvent();
    Page page = open("de-DE", 390, 844, "/?view=letters");
    Locator letter = page.getByTestId("letter-row").first();
    reloadUntilVisible(page, letter);
    assertThat(letter).containsText("kein Ereignis, das dieser Dienst lesen kann");
    letter.getByTestId("letter-replay").click();
    assertThat(page.getByTestId("outcome")).containsText("kein Ereignis, das diese Version");
    keepPicture(page, "operator-letters");
    letter.getByTestId("letter-discard").click();
    page.getByTestId("question-reason").fill("war nie ein Ereignis");
    page.getByTestId("question-confirm").click();
    assertThat(page.getByTestId("outcome")).containsText("verworfen");
    assertThat(page.getByTestId("letter-row")).hasCount(0);
    int overflow = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
    // the browser itself tells of every answer that is no success
    assertThat(complaints).allMatch(complaint -> complaint.contains("422"));
  }

  /** Until the job has failed once more: the stream may skip what lies between two looks. */
  private void awaitAttempt(Page page, String id, int attempt) {
    page.waitForCondition(
        () -> failedJobs().anyMatch(job -> isAttempt(job, id, attempt)),
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  private Stream<JsonNode> failedJobs() {
    try {
      return suite.results("/api/jobs/?status=error&limit=200").stream();
    } catch (IOException | InterruptedException unanswered) {
      throw new IllegalStateException(unanswered);
    }
  }

  private static boolean isAttempt(JsonNode job, String id, int attempt) {
    return job.path("id").asText().equals(id) && job.path("attempt").asInt() >= attempt;
  }

  private static void reloadUntilVisible(Page page, Locator row) {
    page.waitForCondition(
        () -> {
          if (!row.isVisible()) {
            page.reload();
            page.waitForTimeout(1_000);
          }
          return row.isVisible();
        },
        new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
  }

  private static LocatorAssertions.HasAttributeOptions patiently() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
  }

  private static FilePayload damagedReport() {
    String text = "%PDF-1.7\n" + System.nanoTime() + "\n%%EOF\n";
    return new FilePayload("befund.pdf", "application/pdf", text.getBytes(UTF_8));
  }

  /** A signed-off report whose sidecar does not say that anybody signed it off. */
  private void dropWithoutSignOff() throws IOException {
    Path folder = suite.data().resolve("drop/local/preanonymized_import");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("refused.json.part"), "{\"center_key\": \"local\"}");
    Files.move(folder.resolve("refused.json.part"), folder.resolve("refused.json"));
    Files.copy(newReport(), folder.resolve("refused.pdf.part"));
    Files.move(folder.resolve("refused.pdf.part"), folder.resolve("refused.pdf"));
  }

  private void writeNoEvent() throws Exception {
    String broker = "127.0.0.1:" + suite.part("kafka").port();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker),
            new StringSerializer(),
            new ByteArraySerializer())) {
      String topic = Topic.KNOWLEDGE_BASE_EVENTS.topicName();
      producer.send(new ProducerRecord<>(topic, "no event".getBytes(UTF_8))).get();
    }
  }

  /**
   * The page's content policy forbids evaluation inside it, so the condition is asked from outside.
   */
  private static void awaitInPage(Page page, String condition) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(condition)));
  }

  private Page open(String locale, int width, int height) {
    return open(locale, width, height, "/");
  }

  private Page open(String locale, int width, int height, String path) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    Page page =
        browser
            .browser()
            .newContext(
                new Browser.NewContextOptions().setLocale(locale).setViewportSize(width, height))
            .newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate(suite.address() + path);
    return page;
  }

  private static Path newReport() throws IOException {
    Path file = Files.createTempFile("befund", ".pdf");
    Files.write(
        file,
        new ReportSamples(System.nanoTime())
            .write(ExaminationKind.COLONOSCOPY, ReportLanguage.GERMAN, ReportForm.BORN_DIGITAL)
            .pdf());
    return file;
  }

  /**
   * Pictures of the page. The README's is written into the documents only when asked for, so a test
   * run leaves the checkout clean.
   */
  private static void keepPicture(Page page, String name) throws IOException {
    Path root = Path.of(System.getProperty("hub.root", "."));
    boolean forDocuments = name.equals("operator-page") && Boolean.getBoolean("update.picture");
    Path target =
        root.resolve(forDocuments ? "docs/images" : "deploy/journeys/target")
            .resolve(name + ".png");
    PageBrowser.keepPicture(page, target, new Page.ScreenshotOptions());
  }
}
