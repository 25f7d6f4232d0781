package org.endoreg.watcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.DropFolder;
import org.endoreg.watcher.drop.SettleRule;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.drop.SinkAway;
import org.endoreg.watcher.drop.Ticks;
import org.endoreg.watcher.settings.WatcherSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRoundsTest {
  private static final Duration POLL = Duration.ofSeconds(2);

  private final Ticks ticks = new Ticks();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Scripted sink = new Scripted();
  private final Path dropDir;
  private final FolderRounds rounds;

  FolderRoundsTest(@TempDir Path folder) throws IOException {
    WatcherSettings settings = new GivenSettings(folder).watcher();
    this.dropDir = Files.createDirectories(settings.dropDir());
    SettleRule rule =
        new SettleRule(
            10, POLL, Duration.ofSeconds(20), Duration.ofSeconds(900), Duration.ofSeconds(10));
    DropFolder drops =
        new DropFolder(
            dropDir,
            new CenterKey("north"),
            IngestFolder.REPORT_IMPORT,
            rule,
            Duration.ofMinutes(5),
            ticks);
    this.rounds = new FolderRounds(drops, sink, settings, ticks, metrics);
  }

  @Test
  void anEmptyFolderIsLookedAtLessOftenThanOneInWhichAFileWaits() throws Exception {
    assertThat(rounds.round()).isEqualTo(Duration.ofSeconds(10));
    drop("a.pdf", "a");
    assertThat(rounds.round()).isEqualTo(POLL);
    runFor(Duration.ofSeconds(22));
    assertThat(sink.shipped).containsExactly("a");
    assertThat(rounds.round()).isEqualTo(Duration.ofSeconds(10));
    assertThat(counted("endoreg_drops_submitted_total")).isOne();
  }

  @Test
  void throughALongOutageADropStaysAndIsAskedForLessAndLessOften() throws Exception {
    drop("a.pdf", "a");
    sink.away = true;
    runFor(Duration.ofMinutes(15));
    assertThat(sink.attempts).isBetween(4, 7);
    int before = sink.attempts;
    runFor(Duration.ofHours(6));
    // Every 900 s, spread by a fifth to either side.
    assertThat(sink.attempts - before).isBetween(19, 31);
    assertThat(rounds.last().waiting()).isOne();

    sink.away = false;
    runFor(Duration.ofMinutes(19));
    assertThat(sink.shipped).containsExactly("a");
  }

  @Test
  void filesThatComeDuringAnOutageSettleMeanwhile() throws Exception {
    sink.away = true;
    drop("a.pdf", "a");
    runFor(Duration.ofMinutes(30));
    drop("b.pdf", "b");
    runFor(Duration.ofSeconds(30));
    assertThat(rounds.last().ready()).hasSize(2);
  }

  @Test
  void oneFileNobodyCanTakeDoesNotHoldUpTheOthers() throws Exception {
    sink.poison.add("poison");
    drop("a.pdf", "poison");
    drop("b.pdf", "b");
    drop("c.pdf", "c");
    runFor(Duration.ofMinutes(10));
    assertThat(sink.shipped).containsExactlyInAnyOrder("b", "c");
    assertThat(rounds.last().waiting()).isOne();
  }

  @Test
  void aDrainedFolderIsFinishedAndNothingIsLeft() throws Exception {
    drop("a.pdf", "a");
    rounds.round();
    assertThat(rounds.isFinished()).isFalse();
    runFor(Duration.ofSeconds(24));
    assertThat(rounds.isFinished()).isTrue();
    assertThat(rounds.hasLeftSomething()).isFalse();
  }

  @Test
  void aDrainEndsWithSomethingLeftWhenTheSinkIsAway() throws Exception {
    sink.away = true;
    drop("a.pdf", "a");
    runFor(Duration.ofSeconds(24));
    assertThat(rounds.isFinished()).isTrue();
    assertThat(rounds.hasLeftSomething()).isTrue();
  }

  @Test
  void aDrainEndsWithSomethingLeftWhenAFileDoesNotSettle() throws Exception {
    drop("a.pdf", "a");
    runFor(POLL);
    for (int second = 2; second < 904 && !rounds.isFinished(); second += 2) {
      drop("a.pdf", "a".repeat(second));
      runFor(POLL);
    }
    assertThat(rounds.isFinished()).isTrue();
    assertThat(rounds.hasLeftSomething()).isTrue();
    assertThat(counted("endoreg_drops_unsettled_total")).isOne();
  }

  @Test
  void aFolderBehindALinkIsLeftAloneAndReported() throws Exception {
    Path outside = Files.createDirectories(dropDir.resolve("outside"));
    Files.createSymbolicLink(dropDir.resolve("north"), outside);
    runFor(Duration.ofSeconds(30));
    assertThat(outside).isEmptyDirectory();
    assertThat(rounds.isFinished()).isTrue();
    assertThat(rounds.hasLeftSomething()).isTrue();
    assertThat(counted("endoreg_drop_folder_unsound_total")).isPositive();
  }

  private void drop(String name, String content) throws IOException {
    Path intake = Files.createDirectories(dropDir.resolve("north/report_import"));
    Files.writeString(intake.resolve(name), content);
  }

  private void runFor(Duration time) throws InterruptedException {
    Duration end = ticks.now().plus(time);
    while (ticks.now().compareTo(end) < 0) {
      ticks.pass(rounds.round());
    }
    rounds.round();
  }

  private double counted(String counter) {
    return metrics.get(counter).counter().count();
  }

  /** Takes files, or does not, as the test says. */
  private static final class Scripted implements Sink {
    private final List<String> shipped = new ArrayList<>();
    private final Set<String> poison = new HashSet<>();
    private boolean away;
    private int attempts;

    @Override
    public Set<IngestFolder> folders() {
      return Set.of(IngestFolder.REPORT_IMPORT);
    }

    @Override
    public Shipment ship(Claim claim) throws IOException {
      attempts++;
      String content = Files.readString(claim.place());
      if (away || poison.contains(content)) {
        throw new SinkAway("scripted", null);
      }
      shipped.add(content);
      claim.remove();
      return Shipment.SHIPPED;
    }

    @Override
    public Duration firstPause() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration longestPause() {
      return Duration.ofMinutes(15);
    }
  }
}
