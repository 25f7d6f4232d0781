package org.endoreg.journeys.transferfaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;
import org.endoreg.journeys.RunningHub;
import org.endoreg.journeys.TransferDoor;
import org.endoreg.journeys.faults.Strikes;
import org.endoreg.journeys.transferfaults.TransferViolation.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Real faults of both nodes, of the door and of the line while people sign off; in the end each
 * sign-off was applied once with its very bytes, and no sealed byte is left. {@code
 * -Dtransfer.faults=100} makes the run long, {@code -Dtransfer.faults.seed=} repeats a plan; what
 * was planned and found is kept in {@code target/transfer-faults}.
 */
@ResourceLock(RunningHub.NAME)
class TransferFaultTest {
  private static final int AT_ONCE = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final int FAULTS = Integer.getInteger("transfer.faults", 10);
  private static final long SEED = Long.getLong("transfer.faults.seed", 20_261_126);
  private static final Path KEPT = Path.of("target/transfer-faults");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final long BYTES_PER_SECOND = 2 << 20;
  private static final Duration LATENCY = Duration.ofMillis(5);
  private static final Duration UNTIL_REST = Duration.ofMinutes(8);

  private final Instant begun = Instant.now();
  private int sentAgain;

  @Test
  void everySignOffIsAppliedOnceAndNoSealedByteIsLeft() throws Exception {
    assumeThat(TransferDoor.isPossible()).as("nginx is installed").isTrue();
    Files.createDirectories(KEPT);
    RunningHub hub = RunningHub.get();
    LineFaultPlan plan = LineFaultPlan.of(SEED, FAULTS);
    try (TransferDoor door = TransferDoor.open(hub.suite());
        ShapedLink link = link(door);
        SigningSite site = SigningSite.start(hub, door, link);
        LineInjector injector = new LineInjector(hub, site, door, link)) {
      say("%d faults, -Dtransfer.faults.seed=%d".formatted(FAULTS, SEED));
      List<LineFault> struck = breakUnderLoad(site, injector, plan);
      assertThat(struck).as("faults that struck").hasSize(FAULTS);
      TransferStateReader reader = new TransferStateReader(hub, site, begun);
      TransferState state = awaitNoViolation(site, reader);
      LineFaultReport report =
          new LineFaultReport(
              plan, struck, site.signedOff(), state, sentAgain, LineFaultReport.Traffic.of(link));
      say(report.summary());
      report.write(Duration.between(begun, Instant.now()));
      plantedFaultsAreFound(hub, site, reader, state);
    }
  }

  private static ShapedLink link(TransferDoor door) throws IOException {
    ShapedLink link = ShapedLink.to(door.place());
    link.rate(Way.UP, BYTES_PER_SECOND);
    link.delay(Way.UP, LATENCY);
    link.delay(Way.DOWN, LATENCY);
    return link;
  }

  private List<LineFault> breakUnderLoad(
      SigningSite site, LineInjector injector, LineFaultPlan plan) throws Exception {
    SignOffs people = SignOffs.begin(site, SEED);
    try {
      List<Strikes.Struck<LineFault>> struck =
          new Strikes<>(AT_ONCE, PATIENCE, injector).carryOut(plan.faults());
      List<String> lines = struck.stream().map(Strikes.Struck::toString).toList();
      JSON.writeValue(KEPT.resolve("faults.json").toFile(), lines);
      say("%d faults struck".formatted(struck.size()));
      return struck.stream().map(Strikes.Struck::fault).toList();
    } finally {
      people.stop();
    }
  }

  /** A person sends again what failed for a reason that passed; everything else goes by itself. */
  private TransferState awaitNoViolation(SigningSite site, TransferStateReader reader)
      throws Exception {
    await()
        .atMost(UNTIL_REST)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> everyPartAnswers(site, reader));
    Instant limit = Instant.now().plus(UNTIL_REST);
    TransferState state = reader.read();
    List<TransferViolation> wrong = TransferChecker.check(site.signedOff(), state);
    while (!isSettled(wrong, state) && Instant.now().isBefore(limit)) {
      Thread.sleep(2_000);
      sendAgainWhatFailed(site, reader);
      state = reader.read();
      wrong = TransferChecker.check(site.signedOff(), state);
    }
    JSON.writeValue(KEPT.resolve("signed-off.json").toFile(), site.signedOff());
    JSON.writeValue(KEPT.resolve("state.json").toFile(), state);
    assertThat(wrong)
        .as(
            "-Dtransfer.faults=%d -Dtransfer.faults.seed=%d, see %s",
            FAULTS, SEED, KEPT.toAbsolutePath())
        .isEmpty();
    assertThat(state.outbound()).allMatch(TransferState.Outbound::isCompleted);
    return state;
  }

  private static boolean everyPartAnswers(SigningSite site, TransferStateReader reader)
      throws Exception {
    reader.read();
    return site.process().isReady();
  }

  private static boolean isSettled(List<TransferViolation> wrong, TransferState state) {
    return wrong.isEmpty()
        && state.outbound().stream().allMatch(TransferState.Outbound::isCompleted);
  }

  private void sendAgainWhatFailed(SigningSite site, TransferStateReader reader) throws Exception {
    for (TransferState.Outbound row : reader.outbound()) {
      if (row.hasFailed() && row.isExplained()) {
        say("sent again by a person: " + row.error());
        site.sendAgain(row.id());
        sentAgain++;
      }
    }
  }

  /** The checker that found nothing finds what is really broken now; it is mended afterwards. */
  private static void plantedFaultsAreFound(
      RunningHub hub, SigningSite site, TransferStateReader reader, TransferState clean)
      throws Exception {
    String artifact =
        hub.database()
            .value(
                "media",
                "SELECT artifact_blob_key FROM medium WHERE id = " + clean.media().get(0).id());
    Path blob = hub.suite().blob(artifact);
    Path away = blob.resolveSibling("away");
    Path ciphertext = reader.staging().resolve(clean.incoming().get(0).id() + ".ciphertext");
    Path sealed = site.outgoing().resolve(UUID.randomUUID() + ".ciphertext");
    Files.move(blob, away);
    Files.write(ciphertext, new byte[] {1});
    Files.write(sealed, new byte[] {1});
    try {
      assertThat(TransferChecker.check(site.signedOff(), reader.read()))
          .extracting(TransferViolation::name)
          .contains(Name.MEDIUM_OF_OTHER_BYTES, Name.CIPHERTEXT_LEFT, Name.SEALED_LEFT);
    } finally {
      Files.move(away, blob);
      Files.delete(ciphertext);
    }
  }

  private void say(String what) {
    System.out.printf(
        "transfer faults, %d s: %s%n", Duration.between(begun, Instant.now()).toSeconds(), what);
  }
}
