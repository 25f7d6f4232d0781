package org.endoreg.journeys.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes when. Made of blocks of thirty: in each, every part is killed and stopped at
 * least once, the disk is full three times and the broker down twice; the rest strikes the parts a
 * file walks through. The same seed gives the same plan.
 */
public record FaultPlan(long seed, List<Strikes.Planned<Fault>> faults) {
  static final String DISK = "disk of the blobs";
  static final String BROKER = "kafka";
  static final String DATABASE = "postgresql";

  /** The supervisor, which is also the door people come through. Killed, everything would end. */
  static final String EDGE = "edge";

  private static final List<String> LINE =
      List.of(
          "watcher-agent",
          "ingest-gateway",
          "anonymizer-service",
          "media-service",
          "knowledge-base-service",
          BROKER,
          DATABASE);
  private static final String BESIDE = "transfer-hub";
  private static final int BLOCK = 30;

  /** A plan of so many faults. */
  public static FaultPlan of(long seed, int count) {
    Random random = new Random(seed);
    List<Strikes.Planned<Fault>> faults = new ArrayList<>();
    while (faults.size() < count) {
      for (Fault fault : block(random)) {
        faults.add(new Strikes.Planned<>(fault, millis(random, 800, 3_000)));
      }
    }
    return new FaultPlan(seed, List.copyOf(faults.subList(0, count)));
  }

  private static List<Fault> block(Random random) {
    List<Fault> block = new ArrayList<>();
    for (String part : LINE) {
      block.add(new Fault.Kill(part));
      block.add(pause(part, random));
    }
    block.add(new Fault.Kill(BESIDE));
    block.add(pause(EDGE, random));
    block.add(full(random));
    block.add(full(random));
    block.add(full(random));
    block.add(new Fault.BrokerDown(millis(random, 3_000, 10_000)));
    block.add(new Fault.BrokerDown(millis(random, 3_000, 10_000)));
    while (block.size() < BLOCK) {
      String part = LINE.get(random.nextInt(LINE.size()));
      block.add(random.nextBoolean() ? new Fault.Kill(part) : pause(part, random));
    }
    Collections.shuffle(block, random);
    return block;
  }

  /** Some outlast a lease. */
  private static Fault pause(String part, Random random) {
    boolean outlastsLease = !part.equals(EDGE) && random.nextInt(4) == 0;
    return new Fault.Pause(
        part, outlastsLease ? millis(random, 16_000, 18_000) : millis(random, 300, 6_000));
  }

  /** Sometimes nothing can be written at all, sometimes a write begins and fails half-way. */
  private static Fault full(Random random) {
    long left = random.nextBoolean() ? 0 : 8_192 + random.nextInt(60_000);
    return new Fault.FullDisk(left, millis(random, 2_000, 7_000));
  }

  private static Duration millis(Random random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
