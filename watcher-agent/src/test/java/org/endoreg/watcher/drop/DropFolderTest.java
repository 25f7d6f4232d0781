package org.endoreg.watcher.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
  private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");
  private static final Duration SETTLE = Duration.ofSeconds(20);

  private final Path dropDir;
  private final Path intake;
  private final DropFolder folder;

  DropFolderTest(@TempDir Path dropDir) throws IOException {
    this.dropDir = dropDir;
    this.folder = started(dropDir);
    this.intake = dropDir.resolve("north/report_import");
  }

  @Test
  void aFileIsTakenOnceItHasStayedTheSameForTheSettleTime() throws IOException {
    Path report = drop("befund.pdf", "content");
    lookAfter(0);
    lookAfter(19);
    assertThat(folder.claimed()).isEmpty();
    assertThat(report).exists();

    lookAfter(20);
    assertThat(folder.claimed()).singleElement().satisfies(claim -> holds(claim, "content"));
    assertThat(report).doesNotExist();
  }

  @Test
  void aGrowingFileWaitsUntilItHasStoppedGrowing() throws IOException {
    Path report = drop("befund.pdf", "a");
    for (int second = 0; second <= 30; second += 2) {
      Files.writeString(report, "b", StandardOpenOption.APPEND);
      lookAfter(second);
    }
    lookAfter(49);
    assertThat(folder.claimed()).isEmpty();

    lookAfter(50);
    assertThat(folder.claimed())
        .singleElement()
        .satisfies(claim -> holds(claim, "abbbbbbbbbbbbbbbb"));
  }

  @Test
  void aFileRewrittenAtTheSameSizeWaitsAnew() throws IOException {
    Path report = drop("befund.pdf", "one");
    lookAfter(0);
    Files.writeString(report, "two");
    Files.setLastModifiedTime(report, FileTime.from(START.plusSeconds(15)));
    lookAfter(15);
    lookAfter(30);
    assertThat(folder.claimed()).isEmpty();
    lookAfter(35);
    assertThat(folder.claimed()).singleElement().satisfies(claim -> holds(claim, "two"));
  }

  @Test
  void aPartFileIsTakenOnlyAfterItGotItsFinalName() throws IOException {
    Path part = drop("befund.pdf.part", "content");
    lookAfter(0);
    lookAfter(60);
    assertThat(folder.claimed()).isEmpty();

    Files.move(part, intake.resolve("befund.pdf"));
    lookAfter(61);
    lookAfter(81);
    assertThat(folder.claimed()).hasSize(1);
  }

  @Test
  void linksEmptyFilesAndFoldersAreNeverTaken() throws IOException {
    Path elsewhere = Files.writeString(dropDir.resolve("elsewhere.pdf"), "content");
    Files.createSymbolicLink(intake.resolve("link.pdf"), elsewhere);
    Files.createFile(intake.resolve("empty.pdf"));
    Path inner = Files.createDirectory(intake.resolve("folder.pdf"));
    Files.writeString(inner.resolve("deep.pdf"), "content");
    drop(".hidden.pdf", "content");
    drop("~open.pdf", "content");
    drop("befund.lock", "content");

    lookAfter(0);
    lookAfter(3600);
    assertThat(folder.claimed()).isEmpty();
    assertThat(elsewhere).exists();
  }

  @Test
  void theSameNameWithNewContentIsTakenAgain() throws IOException {
    drop("befund.pdf", "first");
    lookAfter(0);
    lookAfter(20);
    drop("befund.pdf", "other");
    lookAfter(21);
    lookAfter(40);
    assertThat(folder.claimed()).hasSize(1);

    lookAfter(41);
    assertThat(folder.claimed()).hasSize(2);
  }

  @Test
  void filesClaimedByAFormerRunAreFoundAfterARestart() throws IOException {
    drop("befund.pdf", "content");
    lookAfter(0);
    lookAfter(20);
    List<Path> before = folder.claimed();
    assertThat(started(dropDir).claimed()).isEqualTo(before).hasSize(1);
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

  private static DropFolder started(Path dropDir) throws IOException {
    DropFolder started =
        new DropFolder(
            dropDir, new CenterKey("north"), IngestFolder.REPORT_IMPORT, new Settling(SETTLE));
    started.create();
    return started;
  }

  private Path drop(String name, String content) throws IOException {
    return Files.writeString(intake.resolve(name), content);
  }

  private void lookAfter(long seconds) throws IOException {
    folder.claimSettled(START.plusSeconds(seconds));
  }

  private static void holds(Path file, String content) {
    assertThat(file).hasContent(content);
  }
}
