package org.endoreg.journeys.transferfaults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.endoreg.journeys.faults.Strikes;

/**
 * Which fault comes when. Made of blocks of ten: in each, both transfer hubs and nginx are killed,
 * one part behind them too, one of all is stopped for a while, and the line is cut twice, stalled,
 * half closed and down. The same seed gives the same plan.
 */
record LineFaultPlan(long seed, List<Strikes.Planned<LineFault>> faults) {
  static final String LINE = "line";
  static final String SITE = "transfer hub of the site";
  static final String HUB = "transfer-hub";
  static final String DOOR = "nginx";
  static final String DATABASE = "postgresql";
  static final String MEDIA = "media-service";

  private static final List<String> BEHIND = List.of(DATABASE, MEDIA);
  private static final List<String> PARTS = List.of(SITE, HUB, DOOR, DATABASE, MEDIA);

  static LineFaultPlan of(long seed, int count) {
    Random random = new Random(seed);
    List<Strikes.Planned<LineFault>> faults = new ArrayList<>();
    for (int block = 0; faults.size() < count; block++) {
      for (LineFault fault : block(block, random)) {
        faults.add(new Strikes.Planned<>(fault, millis(random, 500, 2_000)));
      }
    }
    return new LineFaultPlan(seed, List.copyOf(faults.subList(0, count)));
  }

  /** Which part is killed behind the hub and which is stopped goes round with the blocks. */
  private static List<LineFault> block(int number, Random random) {
    List<LineFault> block =
        new ArrayList<>(
            List.of(
                new LineFault.Kill(SITE),
                new LineFault.Kill(HUB),
                new LineFault.Kill(DOOR),
                new LineFault.Kill(BEHIND.get(number % BEHIND.size())),
                new LineFault.Pause(
                    PARTS.get((number + 1) % PARTS.size()), millis(random, 1_000, 6_000)),
                new LineFault.Cut(),
                new LineFault.Cut(),
                new LineFault.HalfClose(),
                new LineFault.Stall(millis(random, 500, 4_000)),
                new LineFault.Down(millis(random, 1_000, 5_000))));
    Collections.shuffle(block, random);
    return block;
  }

  private static Duration millis(Random random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
