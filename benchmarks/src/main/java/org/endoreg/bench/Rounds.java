package org.endoreg.bench;

import java.io.IOException;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** Repetitions of one thing: how much it does per processor second and per second of the clock. */
final class Rounds {
  private final String name;
  private final double amount;
  private final Figures perCpu;
  private final Figures perWall;

  /** Something that is done once per round. */
  interface Action {
    void run() throws Exception;
  }

  /** {@code amount} of {@code unit} is done in each round. */
  Rounds(String name, String unit, double amount) {
    this.name = name;
    this.amount = amount;
    this.perCpu = new Figures(name + ", " + unit + " per CPU second");
    this.perWall = new Figures(name + ", " + unit + " per second");
  }

  /** Rounds below zero warm up and are not kept. */
  void take(int round, DoubleSupplier cpuSeconds, Action action)
      throws IOException, InterruptedException {
    double cpuBefore = cpuSeconds.getAsDouble();
    long begun = System.nanoTime();
    try {
      action.run();
    } catch (IOException | InterruptedException | RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(name, failed);
    }
    double wall = (System.nanoTime() - begun) / 1e9;
    double cpu = cpuSeconds.getAsDouble() - cpuBefore;
    System.out.printf("%s %d: %.2f s, %.2f CPU s%n", name, round, wall, cpu);
    if (round >= 0) {
      perCpu.add(amount / cpu);
      perWall.add(amount / wall);
    }
  }

  /** Rows of the table: this, the other, and the ratios of each round. */
  Stream<String> against(Rounds other) {
    String ratio = name + " ÷ " + other.name;
    return Stream.of(
        perCpu.row(),
        other.perCpu.row(),
        perCpu.over(other.perCpu, ratio + ", per CPU second").row(),
        perWall.over(other.perWall, ratio + ", per second").row());
  }
}
