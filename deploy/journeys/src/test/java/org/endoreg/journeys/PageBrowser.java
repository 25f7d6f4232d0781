package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Chromium of this machine, for those who use the page as a person would. */
record PageBrowser(Playwright playwright, Browser browser) implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final long SMALLEST_PICTURE = 20_000;

  static boolean isInstalled() {
    return Files.exists(CHROMIUM);
  }

  static PageBrowser open() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
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
    return new PageBrowser(playwright, browser);
  }

  /** Keeps the whole page as a picture beside the test's other results. */
  static void keepPicture(Page page, String name) throws IOException {
    Path target =
        Path.of(System.getProperty("hub.root", "."))
            .resolve("deploy/journeys/target/" + name + ".png");
    keepPicture(page, target, new Page.ScreenshotOptions().setFullPage(true));
  }

  static void keepPicture(Page page, Path target, Page.ScreenshotOptions options)
      throws IOException {
    Files.createDirectories(target.getParent());
    page.screenshot(options.setPath(target));
    assertThat(Files.size(target))
        .as("bytes of a picture that shows something")
        .isGreaterThan(SMALLEST_PICTURE);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
