package org.endoreg.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final String CENTER = "north";

  private final RunningHub hub = RunningHub.get();
  private final List<String> complaints = new ArrayList<>();
  private TransferDoor door;
  private RegisteredNode first;
  private RegisteredNode second;

  @BeforeAll
  void openTheDoorForTwoNodes() throws IOException {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    assumeThat(PageBrowser.isInstalled()).as("needs chromium").isTrue();
    door = TransferDoor.open(hub.suite());
    first = RegisteredNode.at(door, hub, CENTER);
    second = RegisteredNode.at(door, hub, CENTER);
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
    String resource = ReportRegistration.freshDigest();
    ObjectNode owned = first.report(resource);
    ObjectNode claimed = second.report(resource);
    first.calls().register(owned);
    second.calls().register(claimed);
    first
        .calls()
        .register(owned.deepCopy().put("cleanup_policy", "delete_central_raw_after_apply"));
    try (PageBrowser browser = PageBrowser.open()) {
      Page page = open(browser.browser());
      Locator ownership = row(page, claimed);
      Locator replay = row(page, owned);
      assertThat(ownership.getByTestId("conflict-existing")).containsText(first.key());
      assertThat(ownership.getByTestId("conflict-other")).containsText(second.key());
      assertThat(ownership.getByTestId("conflict-other")).containsText("Waits for a decision");
      assertThat(replay.getByTestId("conflict-other")).containsText("Refused, not kept");
      assertThat(replay.getByTestId("conflict-differs")).containsText("cleanup_policy");
      assertThat(replay.getByTestId("conflict-supersede")).hasCount(0);
      assertThat(page.getByTestId("conflicts").innerText())
          .doesNotContain(ReportRegistration.TEXT, "1".repeat(64));
      PageBrowser.keepPicture(page, "conflicts-en");
      decideWithTheKeyboard(page, ownership);
      assertThat(ownership).hasCount(0);
      page.getByTestId("lang-switch").locator("[data-lang=de]").click();
      replay.getByTestId("conflict-keep_existing").click();
      assertThat(page.getByTestId("question")).containsText("Behalten, was der Hub hat");
      page.getByTestId("question-reason").fill("Die erste stimmt.");
      PageBrowser.keepPicture(page, "conflict-decision-de");
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
    String resource = ReportRegistration.freshDigest();
    ObjectNode claimed = second.report(resource);
    first.calls().register(first.report(resource));
    second.calls().register(claimed);
    try (PageBrowser browser = PageBrowser.open()) {
      Page page = open(browser.browser());
      page.setViewportSize(390, 844);
      assertThat(row(page, claimed)).isVisible();
      int overflow = (int) page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assertThat(overflow).isLessThanOrEqualTo(0);
      PageBrowser.keepPicture(page, "conflicts-narrow-en");
      Page reader =
          open(browser.browser(), hub.as(List.of("transfer:read", "upload:read"), CENTER));
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
}
