package org.endoreg.journeys.transferfaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;
import org.endoreg.journeys.RunningHub;
import org.endoreg.journeys.TransferDoor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A large artifact crosses a line that is cut again and again at seeded places, and nothing the hub
 * has is sent a second time. {@code -Dresume.mib=48 -Dresume.cuts=20} makes it long.
 */
@ResourceLock(RunningHub.NAME)
class ResumeOverABadLineTest {
  private static final int MEBIBYTES = Integer.getInteger("resume.mib", 8);
  private static final int CUTS = Integer.getInteger("resume.cuts", 5);
  private static final long SEED = Long.getLong("resume.seed", 20_261_126);
  private static final long BYTES_PER_SECOND = 2L << 20;
  private static final Duration LONG = Duration.ofMinutes(5);

  /**
   * What one cut may lose beyond the line: bytes that had arrived in buffers of nginx and of the
   * hub. Far less than what had to be sent again from the start.
   */
  private static final long LOST_BY_A_CUT = 512L << 10;

  private final Instant begun = Instant.now();

  @Test
  void whatTheHubHasIsNotSentAgain() throws Exception {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    RunningHub hub = RunningHub.get();
    try (TransferDoor door = TransferDoor.open(hub.suite());
        ShapedLink line = ShapedLink.to(door.place());
        SigningSite site = SigningSite.start(hub, door, line)) {
      Random random = new Random(SEED);
      byte[] report = SignOffs.report(random, MEBIBYTES << 20);
      List<Long> places = places(random, report.length);
      line.rate(Way.UP, BYTES_PER_SECOND);
      line.cutOnceDelivered(places);
      site.signOff(report);
      awaitNoViolation(site, new TransferStateReader(hub, site, begun));

      long arrived = line.delivered(Way.UP);
      System.out.printf(
          "resume: %d bytes, %d cuts at %s, %d arrived, %d more lost in the line, %d s%n",
          report.length,
          line.plannedCutsMade(),
          places,
          arrived,
          line.taken(Way.UP) - arrived,
          Duration.between(begun, Instant.now()).toSeconds());
      assertThat(line.plannedCutsMade()).isEqualTo(CUTS);
      assertThat(arrived)
          .isBetween((long) report.length, report.length * 102L / 100 + CUTS * LOST_BY_A_CUT);
    }
  }

  private static void awaitNoViolation(SigningSite site, TransferStateReader reader) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> assertThat(TransferChecker.check(site.signedOff(), reader.read())).isEmpty());
  }

  /** In their order, none near the end, so that something is left to resume with. */
  private static List<Long> places(Random random, long size) {
    return random.longs(CUTS, size / 50, size * 3 / 4).sorted().boxed().toList();
  }
}
