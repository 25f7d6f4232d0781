package org.endoreg.watcher.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
  private static final Duration POLL = Duration.ofSeconds(2);

  /** The defaults of the settings. */
  private static final SettleRule RULE =
      new SettleRule(
          10, POLL, Duration.ofSeconds(20), Duration.ofSeconds(900), Duration.ofSeconds(10));

  private final Ticks ticks = new Ticks();
  private final Path dropDir;
  private final Path intake;
  private final DropFolder folder;

  DropFolderTest(@TempDir Path dropDir) throws IOException {
    this.dropDir = dropDir;
    this.folder = started();
    this.intake = folder.intake();
  }

  @Test
  void aFileIsTakenOnceTenReadingsInARowFoundItsSizeUnchanged() throws IOException {
    Path report = drop("befund.pdf", "content");
    folder.look();
    Look before = lookFor(18);
    assertThat(before.ready()).isEmpty();
    assertThat(before.waiting()).isOne();
    assertThat(report).exists();

    Look after = lookFor(2);
    assertThat(contents(after)).containsExactly("content");
    assertThat(report).doesNotExist();
  }

  @Test
  void looksThatFileEventsCauseInBetweenAreNoReadings() throws IOException {
    drop("befund.pdf", "content");
    for (int early = 0; early < 100; early++) {
      folder.look();
      ticks.pass(Duration.ofMillis(100));
    }
    assertThat(folder.look().ready()).isEmpty();
  }

  @Test
  @Scenario("A37")
  void a37AFileIsTakenOnlyAfterItGotItsFinalName() throws IOException {
    Path part = drop("befund.pdf.part", "content");
    assertThat(lookFor(60)).isEqualTo(Look.EMPTY);
    Files.move(part, intake.resolve("befund.pdf"));
    assertThat(lookFor(30).ready()).hasSize(1);
    assertThat(lookFor(60).ready()).hasSize(1);
  }

  @Test
  @Scenario("A38")
  void a38AFileGrowingForHalfAMinuteIsTakenWithItsFinalBytes() throws IOException {
    Path report = drop("befund.pdf", "a");
    for (int second = 0; second <= 30; second += 2) {
      Files.writeString(report, "b", StandardOpenOption.APPEND);
      assertThat(lookFor(2).ready()).isEmpty();
    }
    assertThat(lookFor(16).ready()).isEmpty();
    assertThat(contents(lookFor(4))).containsExactly("a" + "b".repeat(16));
  }

  @Test
  void aFileRewrittenAtTheSameSizeWaitsAnew() throws IOException {
    Path report = drop("befund.pdf", "one");
    folder.look();
    lookFor(14);
    Files.writeString(report, "two");
    Files.setLastModifiedTime(report, FileTime.from(Instant.now().plusSeconds(15)));
    assertThat(lookFor(20).ready()).isEmpty();
    assertThat(contents(lookFor(2))).containsExactly("two");
  }

  @Test
  @Scenario("A39")
  void a39LinksEmptyFilesHiddenFilesAndSubfoldersAreNeverTaken() throws IOException {
    Path elsewhere = Files.writeString(dropDir.resolve("elsewhere.pdf"), "content");
    Files.createSymbolicLink(intake.resolve("link.pdf"), elsewhere);
    Files.createFile(intake.resolve("empty.pdf"));
    Files.writeString(Files.createDirectory(intake.resolve("folder.pdf")).resolve("a.pdf"), "x");
    Files.writeString(Files.createDirectory(intake.resolve("_processing")).resolve("a.pdf"), "x");
    drop(".hidden.pdf", "content");
    drop("~open.pdf", "content");
    drop("befund.lock", "content");
    assertThat(lookFor(3600)).isEqualTo(Look.EMPTY);
    assertThat(elsewhere).exists();
  }

  @Test
  @Scenario("A39")
  void a39NothingIsTakenThroughALinkAnywhereOnTheWay() throws IOException {
    Path outside = Files.createDirectories(dropDir.resolve("outside/report_import"));
    Files.writeString(outside.resolve("a.pdf"), "content");
    Files.createSymbolicLink(dropDir.resolve("south"), dropDir.resolve("outside"));
    DropFolder linked = folderOf("south", IngestFolder.REPORT_IMPORT);
    assertThat(linked.prepare()).isFalse();
    assertThat(outside.resolveSibling("_processing")).doesNotExist();

    Files.createDirectories(dropDir.resolve("west"));
    Files.createSymbolicLink(dropDir.resolve("west/report_import"), outside);
    assertThat(folderOf("west", IngestFolder.REPORT_IMPORT).prepare()).isFalse();
  }

  @Test
  @Scenario("A40")
  void a40TheSameNameWithNewContentIsTakenAgain() throws IOException {
    drop("befund.pdf", "first");
    lookFor(22);
    drop("befund.pdf", "other");
    assertThat(contents(lookFor(18))).containsExactly("first");
    assertThat(contents(lookFor(6))).containsExactlyInAnyOrder("first", "other");
  }

  @Test
  @Scenario("A41")
  void a41FilesClaimedByAFormerRunSettleOnceMoreAndKeepTheirClaims() throws IOException {
    for (int i = 1; i <= 3; i++) {
      drop("befund-" + i + ".pdf", "content " + i);
    }
    List<Claim> before = lookFor(24).ready();
    DropFolder again = started();
    assertThat(again.look().ready()).isEmpty();
    assertThat(lookFor(again, 22).ready()).isEqualTo(before).hasSize(3);
  }

  /** A producer that still has the file open goes on writing into the claim. */
  @Test
  void aClaimThatIsWrittenToSettlesAnew() throws IOException {
    drop("befund.pdf", "half");
    Path claim = lookFor(24).ready().get(0).place();
    Files.writeString(claim, " and the rest", StandardOpenOption.APPEND);
    assertThat(folder.look().ready()).isEmpty();
    assertThat(lookFor(18).ready()).isEmpty();
    assertThat(contents(lookFor(6))).containsExactly("half and the rest");
  }

  @Test
  void aFileThatDoesNotSettleIsGivenUpOnceAndLookedAtAfreshLater() throws IOException {
    Path report = drop("befund.pdf", "a");
    int givenUp = 0;
    for (int second = 0; second < 1000; second += 10) {
      Files.writeString(report, "b", StandardOpenOption.APPEND);
      ticks.pass(Duration.ofSeconds(10));
      givenUp += folder.look().givenUp();
    }
    assertThat(givenUp).isOne();
    assertThat(lookFor(40).ready()).hasSize(1);
  }

  @Test
  void theNameOfAClaimTellsNothingButTheKindOfFile() throws IOException {
    drop("Muster_Erika_1970.PDF", "content");
    Claim claim = lookFor(24).ready().get(0);
    assertThat(claim.place().getFileName().toString()).matches("[0-9a-f-]{36}\\.pdf");
    assertThat(claim.part(claim.place())).isEqualTo(claim.place().getFileName().toString());
  }

  @Test
  void twoClaimsOfAlikeFilesAreTwoSubmissionsAndOneClaimIsAlwaysTheSame() throws IOException {
    Snapshot snapshot = Snapshot.of(drop("befund.pdf", "content")).orElseThrow();
    assertThat(snapshot.submissionId("claim-1"))
        .isEqualTo(snapshot.submissionId("claim-1"))
        .isNotEqualTo(snapshot.submissionId("claim-2"));
    Path changed = drop("befund.pdf", "content and more");
    assertThat(Snapshot.of(changed).orElseThrow().submissionId("claim-1"))
        .isNotEqualTo(snapshot.submissionId("claim-1"));
  }

  private DropFolder started() throws IOException {
    DropFolder started = folderOf("north", IngestFolder.REPORT_IMPORT);
    assertThat(started.prepare()).isTrue();
    return started;
  }

  private DropFolder folderOf(String center, IngestFolder kind) {
    return new DropFolder(dropDir, new CenterKey(center), kind, RULE, Duration.ofMinutes(5), ticks);
  }

  private Path drop(String name, String content) throws IOException {
    return Files.writeString(intake.resolve(name), content);
  }

  private Look lookFor(int seconds) throws IOException {
    return lookFor(folder, seconds);
  }

  private Look lookFor(DropFolder looked, int seconds) throws IOException {
    Look last = Look.EMPTY;
    for (int second = 0; second < seconds; second += 2) {
      ticks.pass(POLL);
      last = looked.look();
    }
    return last;
  }

  private static List<String> contents(Look look) throws IOException {
    List<String> contents = new ArrayList<>();
    for (Claim claim : look.ready()) {
      contents.add(Files.readString(claim.place()));
    }
    return contents;
  }
}
