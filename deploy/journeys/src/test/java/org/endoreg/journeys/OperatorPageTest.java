package org.endoreg.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportLanguage;
import org.endoreg.samples.report.ReportSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator page in a real browser, used as a person would. */
class OperatorPageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final double PATIENCE_MILLIS = 90_000;

  private final SuiteProcess suite = RunningDemo.suite();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable Playwright playwright;
  private @Nullable Browser browser;

  @BeforeEach
  void openBrowser() {
    Assumptions.assumeTrue(Files.exists(CHROMIUM), "needs chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--no-first-run")));
  }

  @AfterEach
  void closeBrowser() {
    if (playwright != null) {
      playwright.close();
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
            "Fertig",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(PATIENCE_MILLIS));
    newest.click();
    assertThat(page.getByTestId("detail-pane")).isVisible();
    assertThat(page.getByTestId("report-text")).containsText("Patient");
    assertThat(page.getByTestId("report-pdf")).isVisible();
    assertThat(page.getByTestId("timeline")).isVisible();
    page.waitForTimeout(2_000);
    keepPicture(page);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aVideoPlaysAndTheLanguageSwitches() {
    Page page = open("en-GB", 1280, 900);
    page.getByTestId("job-row")
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Video"))
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Finished"))
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

  /**
   * The page's content policy forbids evaluation inside it, so the condition is asked from outside.
   */
  private static void awaitInPage(Page page, String condition) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(condition)));
  }

  private Page open(String locale, int width, int height) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    Page page =
        browser
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
    page.navigate(suite.address() + "/");
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
   * The picture of the README; written into the documents only when asked for, so a test run leaves
   * the checkout clean.
   */
  private static void keepPicture(Page page) throws IOException {
    Path root = Path.of(System.getProperty("hub.root", "."));
    boolean forDocuments = Boolean.getBoolean("update.picture");
    Path target =
        forDocuments
            ? root.resolve("docs/images/operator-page.png")
            : root.resolve("deploy/journeys/target/operator-page.png");
    Files.createDirectories(target.getParent());
    page.screenshot(new Page.ScreenshotOptions().setPath(target));
    assertThat(Files.size(target)).isGreaterThan(20_000);
  }
}
