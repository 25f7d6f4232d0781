package org.endoreg.journeys.transferfaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
   * What one cut may lose: the window of the line and the buffers of its sockets, of nginx and of
   * the hub. Far less than what had to be sent again from the start.
   */
  private static final long LOST_BY_A_CUT = 512L << 10;

  private final Instant begun = Instant.now();

  /** Bytes the line had taken since the cut before, that the hub did not have. */
  private final List<Long> inFlight = new ArrayList<>();

  @Test
  void whatTheHubHasIsNotSentAgain() throws Exception {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    RunningHub hub = RunningHub.get();
    try (TransferDoor door = TransferDoor.open(hub.suite());
        ShapedLink line = ShapedLink.to(door.place());
        SigningSite site = SigningSite.start(hub, door, line)) {
      line.rate(Way.UP, BYTES_PER_SECOND);
      Random random = new Random(SEED);
      SignOff signOff = site.signOff(SignOffs.report(random, MEBIBYTES << 20));
      TransferStateReader reader = new TransferStateReader(hub, site, begun);
      cutAt(places(random, signOff.size()), line, site, ciphertext(reader));
      awaitNoViolation(site, reader);

      long wire = line.taken(Way.UP);
      long lost = inFlight.stream().mapToLong(Long::longValue).sum();
      System.out.printf(
          "resume: %d bytes, %d cuts, %d on the wire, in flight at the cuts %s, %d s%n",
          signOff.size(), CUTS, wire, inFlight, Duration.between(begun, Instant.now()).toSeconds());
      assertThat(inFlight).hasSize(CUTS).allMatch(bytes -> bytes <= LOST_BY_A_CUT);
      assertThat(wire).isBetween(signOff.size(), signOff.size() * 102 / 100 + lost);
    }
  }

  private void cutAt(List<Long> places, ShapedLink line, SigningSite site, Path ciphertext)
      throws Exception {
    long offset = 0;
    long taken = 0;
    for (long place : places) {
      // more than after the cut before: bytes flow again
      awaitSize(ciphertext, Math.max(place, offset));
      long has = Files.size(ciphertext);
      long before = line.taken(Way.UP);
      assertThat(line.cut()).as("connections that were cut").isPositive();
      long resumed = resumedFrom(site, has);
      inFlight.add(before - taken - (resumed - offset));
      taken = before;
      offset = resumed;
    }
  }

  /** The offset the hub told the sender after the cut; it has at least what it had before. */
  private static long resumedFrom(SigningSite site, long has) throws Exception {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(site.sentBytes()).isGreaterThanOrEqualTo(has));
    return site.sentBytes();
  }

  private static void awaitSize(Path ciphertext, long bytes) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(ciphertext) && Files.size(ciphertext) > bytes);
  }

  /** Where the hub keeps what it has of the only artifact. */
  private static Path ciphertext(TransferStateReader reader) throws Exception {
    await().atMost(LONG).until(() -> reader.incoming().size() == 1);
    return reader.staging().resolve(reader.incoming().get(0).id() + ".ciphertext");
  }

  private static void awaitNoViolation(SigningSite site, TransferStateReader reader) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> assertThat(TransferChecker.check(site.signedOff(), reader.read())).isEmpty());
  }

  /** In their order, none near the end, where the file could be over before the cut. */
  private static List<Long> places(Random random, long size) {
    return random.longs(CUTS, size / 50, size * 3 / 4).sorted().boxed().toList();
  }
}
