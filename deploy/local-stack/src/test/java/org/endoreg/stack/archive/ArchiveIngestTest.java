package org.endoreg.stack.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIngestTest {
  @TempDir private Path folder = Path.of("");
  private Path archive = Path.of("");
  private final List<Path> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong slept = new AtomicLong();
  private final List<Plan> plans = new ArrayList<>();

  @BeforeEach
  void makeAnArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive/2019/March"));
    file("befund.pdf");
    file("Film.MP4");
    file("notes.txt");
    file("upload.pdf.part");
    file(".hidden.pdf");
    Files.createFile(archive.resolve("empty.pdf"));
    Files.createSymbolicLink(archive.resolve("link.pdf"), archive.resolve("befund.pdf"));
    Files.createSymbolicLink(archive.resolve("loop"), folder.resolve("archive"));
    Path hidden = Files.createDirectories(archive.resolve(".trash"));
    Files.writeString(hidden.resolve("old.pdf"), "old");
  }

  private Path file(String name) throws IOException {
    return Files.writeString(archive.resolve(name), "content of " + name);
  }

  private FileUpload.Outcome accept(Path file, String center) {
    sent.add(file);
    return new FileUpload.Accepted("job-" + sent.size(), false);
  }

  private Tally run(FileUpload upload) throws IOException {
    return run(upload, () -> 0, 0);
  }

  private Tally run(FileUpload upload, Backlog backlog, long maxWaiting) throws IOException {
    ArchiveIngest.Order order =
        new ArchiveIngest.Order(
            List.of(folder.resolve("archive")),
            "north",
            folder.resolve("data/journal"),
            maxWaiting,
            Duration.ofMinutes(5));
    return new ArchiveIngest(
            order,
            upload,
            backlog,
            new Listener(),
            TransferProgress.silent(),
            millis -> slept.addAndGet(millis))
        .run();
  }

  @Test
  void theArchiveIsCountedFirstAndOnlyReportsAndVideosAreSent() throws IOException {
    assertThat(run(this::accept).accepted()).isEqualTo(2);
    assertThat(sent)
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder("befund.pdf", "Film.MP4");
    Plan plan = plans.get(0);
    assertThat(plan.files()).isEqualTo(2);
    assertThat(plan.bytes()).isEqualTo("content of befund.pdfcontent of Film.MP4".length());
    assertThat(plan.kinds()).containsEntry("report", 1L).containsEntry("video", 1L);
    assertThat(plan.skipped())
        .containsEntry("link", 2L)
        .containsEntry("hidden", 2L)
        .containsEntry("empty", 1L)
        .containsEntry("unfinished", 1L)
        .containsEntry("other_kind", 1L);
  }

  @Test
  void aSecondRunSendsOnlyWhatIsNewOrChanged() throws IOException {
    run(this::accept);
    sent.clear();
    Files.move(archive.resolve("befund.pdf"), archive.resolve("renamed.pdf"));
    Files.setLastModifiedTime(archive.resolve("Film.MP4"), FileTime.fromMillis(1_000));
    file("new.pdf");
    Tally second = run(this::accept);
    assertThat(second.known()).isEqualTo(1);
    assertThat(sent)
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder("Film.MP4", "new.pdf");
  }

  @Test
  void theJournalHoldsNoNameAndSurvivesATornLine() throws IOException {
    run(this::accept);
    Path journal = folder.resolve("data/journal");
    String text = Files.readString(journal);
    assertThat(text).contains("job-1").contains("job-2");
    assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("befund", "film", "march");
    Files.writeString(journal, text.substring(0, text.length() - 3));
    sent.clear();
    assertThat(run(this::accept).known()).isEqualTo(1);
    assertThat(sent).hasSize(1);
    assertThat(Files.readAllLines(journal)).hasSize(2).allMatch(line -> line.contains(" job-"));
  }

  @Test
  void aBusyHubIsAskedAgainAndWhatItRefusesIsTold() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    Tally tally =
        run(
            (file, center) -> {
              if (file.toString().endsWith(".pdf")) {
                return new FileUpload.Refused("encrypted_pdf");
              }
              return attempts.incrementAndGet() < 3
                  ? new FileUpload.Busy("too_many_requests", 7, false)
                  : accept(file, center);
            });
    assertThat(tally.accepted()).isEqualTo(1);
    assertThat(tally.refused()).containsEntry("encrypted_pdf", 1L);
    assertThat(refused).containsExactly("encrypted_pdf");
    assertThat(slept.get()).isEqualTo(14_000);
    assertThat(run(this::accept).accepted()).as("a refused file is tried again").isEqualTo(1);
  }

  @Test
  void aBrokenLineIsTriedAgainAndAFileThatWentAwayIsTold() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    Tally tally =
        run(
            (file, center) -> {
              if (file.toString().endsWith(".pdf")) {
                Files.delete(file);
                throw new IOException("gone");
              }
              if (attempts.incrementAndGet() == 1) {
                throw new IOException("connection reset");
              }
              return accept(file, center);
            });
    assertThat(tally.accepted()).isEqualTo(1);
    assertThat(tally.refused()).containsEntry("unreadable", 1L);
  }

  @Test
  void aHubThatTakesNothingEndsTheRunWithAMessage() {
    assertThatThrownBy(() -> run((file, center) -> new FileUpload.Busy("http_503", 0, false)))
        .isInstanceOf(SuiteFailure.class)
        .hasMessageContaining("goes on where it ended");
    assertThat(slept.get()).isLessThan(Duration.ofMinutes(15).toMillis());
  }

  @Test
  void aCenterThatHasEnoughOpenHoldsItBackForAsLongAsItTakes() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    Tally tally =
        run(
            (file, center) ->
                attempts.incrementAndGet() <= 1_000
                    ? new FileUpload.Busy("center_queue_full", 30, false)
                    : accept(file, center));
    assertThat(tally.accepted()).isEqualTo(2);
    assertThat(slept.get()).as("far beyond its patience").isEqualTo(30_000_000);
  }

  @Test
  void aLineThatBreaksAgainAndAgainButCarriesSomethingWearsOutNoPatience() throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    Tally tally =
        run(
            (file, center) ->
                attempts.incrementAndGet() <= 1_000
                    ? new FileUpload.Busy("no_answer", 0, true)
                    : accept(file, center));
    assertThat(tally.accepted()).isEqualTo(2);
  }

  @Test
  void enoughWaitingJobsHoldItBack() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    run(this::accept, () -> asked.incrementAndGet() < 5 ? 10 : 9, 10);
    assertThat(slept.get()).isPositive();
    assertThat(sent).hasSize(2);
  }

  @Test
  void twoRunsAtOnceAreRefused() throws IOException {
    try (Journal held = Journal.open(folder.resolve("data/journal"))) {
      assertThat(held.knows("north", new ArchiveFile(archive, FileKind.REPORT, 1, "x"))).isFalse();
      assertThatThrownBy(() -> run(this::accept)).hasMessageContaining("another ingest");
    }
  }

  private final class Listener implements ArchiveListener {
    @Override
    public void planned(Plan counted) {
      plans.add(counted);
      assertThat(plans.size() > 1 || sent.isEmpty()).as("counted first").isTrue();
    }

    @Override
    public void sent(String job, boolean reused) {
      assertThat(job).startsWith("job-");
    }

    @Override
    public void refused(Path path, String code) {
      refused.add(code);
    }
  }
}
