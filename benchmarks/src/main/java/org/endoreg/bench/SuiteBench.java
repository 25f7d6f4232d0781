package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Start of the whole suite on a folder it knows, and what it takes in memory. */
public final class SuiteBench {
  private static final int IDLE_SECONDS = 30;

  private final Hub hub;
  private final Figures wall = new Figures("ready after, s");
  private final Figures cpu = new Figures("CPU seconds until ready");

  private SuiteBench(Hub hub) {
    this.hub = hub;
  }

  /** Runs it: {@code runs=3}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    try (Hub hub = new Hub(folder.resolve("hub"), Map.of())) {
      new SuiteBench(hub).run(choices.number("runs", 3));
    }
    Loopback.delete(folder);
  }

  private void run(int runs) throws IOException, InterruptedException {
    hub.up();
    hub.down();
    for (int i = 0; i < runs; i++) {
      start();
      if (i < runs - 1) {
        hub.down();
      }
    }
    System.out.println(Figures.head());
    System.out.println(wall.row());
    System.out.println(cpu.row());
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    printMemory("idle");
    hub.down();
    afterDemo();
  }

  private void start() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    hub.up();
    wall.add((System.nanoTime() - begun) / 1e9);
    cpu.add(Usage.cpuSeconds(List.of(hub.launcher())));
  }

  private void afterDemo() throws IOException, InterruptedException {
    Process demo = hub.command("demo", "--port", Integer.toString(hub.port())).start();
    while (demo.isAlive() && !Files.readString(hub.log()).contains("Open http")) {
      TimeUnit.MILLISECONDS.sleep(500);
    }
    printMemory("after the demo");
  }

  private void printMemory(String when) throws IOException {
    List<ProcessHandle> suite = List.of(hub.launcher());
    System.out.printf(
        "%s: PSS %.0f MiB, RSS %.0f MiB%n",
        when, Usage.proportionalMiB(suite), Usage.residentMiB(suite));
  }
}
