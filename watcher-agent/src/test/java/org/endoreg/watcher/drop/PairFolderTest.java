package org.endoreg.watcher.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairFolderTest {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final String ID = "7d3f1f6e-0000-4000-8000-00000000beef";

  private final Ticks ticks = new Ticks();
  private final Path dropDir;
  private final DropFolder folder;
  private final Path processing;

  PairFolderTest(@TempDir Path dropDir) throws IOException {
    this.dropDir = dropDir;
    this.folder = started();
    this.processing = dropDir.resolve("north/_processing/preanonymized_import");
  }

  @Test
  void aFileAndItsSidecarAreClaimedTogether() throws IOException {
    drop("scan.PDF", "scan.Json", "other.txt", "other.avi");
    Claim claim = lookFor(24).ready().get(0);
    assertThat(claim.media()).extracting(PairFolderTest::name).containsExactly("scan.PDF");
    assertThat(claim.sidecars()).extracting(PairFolderTest::name).containsExactly("scan.Json");
    assertThat(claim.part(claim.media().get(0))).isEqualTo(name(claim.place()) + "/0");
    assertThat(claim.part(claim.sidecars().get(0))).isEqualTo(name(claim.place()) + "/1");
    assertThat(folder.intake()).isDirectoryNotContaining("glob:**scan*");
  }

  @Test
  @Scenario("A45")
  void a45AMediumWaitsAMinuteForItsSidecar() throws IOException {
    drop("scan.mp4");
    assertThat(lookFor(60).ready()).isEmpty();
    drop("scan.yaml");
    Claim claim = lookFor(24).ready().get(0);
    assertThat(claim.files()).hasSize(2);
  }

  @Test
  void aSidecarWaitsForItsMediumToo() throws IOException {
    drop("scan.yml");
    assertThat(lookFor(300).ready()).isEmpty();
    drop("scan.pdf");
    assertThat(lookFor(24).ready().get(0).files()).hasSize(2);
  }

  @Test
  void whatIsAloneAfterFiveMinutesIsClaimedAsItIs() throws IOException {
    drop("medium.pdf", "sidecar.json");
    Look waiting = lookFor(318);
    assertThat(waiting.ready()).isEmpty();
    assertThat(waiting.hoping()).isEqualTo(2);
    List<Claim> alone = lookFor(6).ready();
    assertThat(alone).hasSize(2);
    assertThat(alone).allMatch(claim -> claim.files().size() == 1);
  }

  @Test
  void aPairWaitsUntilBothHaveSettled() throws IOException {
    drop("scan.pdf");
    lookFor(40);
    Path sidecar = Files.writeString(folder.intake().resolve("scan.json"), "{");
    for (int second = 0; second < 60; second += 4) {
      Files.writeString(sidecar, "{" + " ".repeat(second + 1));
      assertThat(lookFor(4).ready()).isEmpty();
    }
    assertThat(lookFor(24).ready()).hasSize(1);
  }

  @Test
  @Scenario("A46")
  void a46TwoSidecarsAreClaimedWithTheirMedium() throws IOException {
    drop("scan.pdf", "scan.json", "scan.yaml");
    Claim claim = lookFor(24).ready().get(0);
    assertThat(claim.media()).hasSize(1);
    assertThat(claim.sidecars()).hasSize(2);
  }

  @Test
  void aCrashBetweenTheTwoRenamesGivesBackWhatWasTaken() throws IOException {
    Path claiming = Files.createDirectory(processing.resolve(ID + ".claiming"));
    Files.writeString(claiming.resolve("scan.pdf"), "medium");
    drop("scan.json");
    DropFolder again = started();
    again.look();
    assertThat(folder.intake().resolve("scan.pdf")).hasContent("medium");
    assertThat(claiming).doesNotExist();
    assertThat(lookFor(again, 24).ready().get(0).files()).hasSize(2);
  }

  @Test
  void aCrashAfterBothRenamesGivesThePairBackWhole() throws IOException {
    Path claiming = Files.createDirectory(processing.resolve(ID + ".claiming"));
    Files.writeString(claiming.resolve("scan.pdf"), "medium");
    Files.writeString(claiming.resolve("scan.json"), "{}");
    assertThat(lookFor(started(), 26).ready().get(0).files()).hasSize(2);
  }

  @Test
  void givingBackNeverReplacesANewerDrop() throws IOException {
    Path claiming = Files.createDirectory(processing.resolve(ID + ".claiming"));
    Files.writeString(claiming.resolve("scan.pdf"), "older");
    drop("scan.pdf");
    DropFolder again = started();
    again.look();
    assertThat(folder.intake().resolve("scan.pdf")).hasContent("scan.pdf");
    assertThat(processing.resolve(ID).resolve("scan.pdf")).hasContent("older");
  }

  @Test
  void aCrashWhileAShippedPairIsRemovedLeavesNoHalf() throws IOException {
    Path done = Files.createDirectory(processing.resolve(ID + Claim.DONE));
    Files.writeString(done.resolve("scan.json"), "{}");
    assertThat(started().look()).isEqualTo(Look.EMPTY);
    assertThat(done).doesNotExist();
  }

  @Test
  void aShippedPairIsGoneWithItsFolder() throws IOException {
    drop("scan.pdf", "scan.json");
    lookFor(24).ready().get(0).remove();
    assertThat(processing).isEmptyDirectory();
    assertThat(folder.look()).isEqualTo(Look.EMPTY);
  }

  @Test
  void aPairClaimedByAFormerRunKeepsItsClaim() throws IOException {
    drop("scan.pdf", "scan.json");
    List<Claim> before = lookFor(24).ready();
    assertThat(lookFor(started(), 24).ready()).isEqualTo(before).hasSize(1);
  }

  private DropFolder started() throws IOException {
    SettleRule rule =
        new SettleRule(
            10, POLL, Duration.ofSeconds(20), Duration.ofSeconds(900), Duration.ofSeconds(10));
    DropFolder started =
        new DropFolder(
            dropDir,
            new CenterKey("north"),
            IngestFolder.PREANONYMIZED_IMPORT,
            rule,
            Duration.ofMinutes(5),
            ticks);
    assertThat(started.prepare()).isTrue();
    return started;
  }

  private void drop(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.intake().resolve(name), name);
    }
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

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
