package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.endoreg.backing.Ports;
import org.endoreg.backing.ShapedLink;
import org.endoreg.backing.ShapedLink.Way;
import org.endoreg.platform.blob.Blob;

/**
 * A signed-off artifact over a long line: 100 Mbit/s, 80 ms either way, standing still now and
 * then. Against curl that puts the same bytes to nginx with mutual TLS over the same line, and a
 * plain socket, which shows what the line carries at most. The time of a transfer is the whole of
 * it, from the sign-off until the hub applied it.
 */
public final class LineBench {
  private static final long MEBIBYTE = 1 << 20;
  private static final long BYTES_PER_SECOND = 100_000_000 / 8;
  private static final Duration DELAY = Duration.ofMillis(80);
  private static final int WINDOW = 4 << 20;
  private static final long SEED = 20_261_126;

  private LineBench() {}

  /** Runs it: {@code pairs=1 mib=512}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    Choices choices = Choices.of(arguments);
    int mebibytes = choices.number("mib", 512);
    Path folder = choices.folder();
    Path data = folder.resolve("sites");
    int port = Ports.free();
    try (ShapedLink line = ShapedLink.to(TwoSuites.doorOf(port));
        TwoSuites suites = TwoSuites.start(data, port, line);
        MutualPut peer =
            MutualPut.start(Files.createDirectories(folder.resolve("put")), data.resolve("pki"));
        ShapedLink peerLine = ShapedLink.to(peer.place());
        PlainSocket socket = PlainSocket.open();
        ShapedLink socketLine = ShapedLink.to(socket.place())) {
      Path plain = FillerFile.create(folder.resolve("plain"), mebibytes).file();
      suites.send(suites.artifact(16 * MEBIBYTE));
      shape(line);
      shape(peerLine);
      shape(socketLine);
      line.cut();
      Rounds transfer = new Rounds("transfer over the line", "MiB", mebibytes);
      Rounds put = new Rounds("nginx PUT over the line", "MiB", mebibytes);
      Rounds socketOnly = new Rounds("plain socket over the line", "MiB", mebibytes);
      for (int round = 0; round < choices.number("pairs", 1); round++) {
        Blob artifact = suites.artifact(mebibytes * MEBIBYTE);
        long before = line.taken(Way.UP);
        Flow flow = new Flow(line);
        transfer.take(
            round,
            LineBench::cpuSeconds,
            () -> underStalls(line, flow, () -> suites.send(artifact)));
        System.out.println("transfer: " + flow);
        System.out.printf(
            "bytes on the line: %.4f of the artifact%n",
            (line.taken(Way.UP) - before) / (double) artifact.sizeBytes());
        Flow peerFlow = new Flow(peerLine);
        put.take(
            round,
            LineBench::cpuSeconds,
            () -> underStalls(peerLine, peerFlow, () -> peer.put(plain, peerLine.port())));
        peer.forget();
        System.out.println("nginx PUT: " + peerFlow);
        Flow most = new Flow(socketLine);
        socketOnly.take(
            round,
            LineBench::cpuSeconds,
            () -> underStalls(socketLine, most, () -> socket.send(plain, socketLine.port())));
        System.out.println("plain socket: " + most);
      }
      System.out.println(Figures.head());
      transfer.against(put).filter(row -> !row.contains("CPU")).forEach(System.out::println);
      System.out.printf("a full line without stalls: %.2f MiB/s%n", BYTES_PER_SECOND / 1048576.0);
    }
  }

  /** Processor time is not what this is about. */
  private static double cpuSeconds() {
    return Usage.cpuSeconds(List.of(ProcessHandle.current()));
  }

  private static void shape(ShapedLink line) {
    for (Way way : Way.values()) {
      line.window(way, WINDOW);
      line.rate(way, BYTES_PER_SECOND);
      line.delay(way, DELAY);
    }
  }

  /** The same seeded stalls of 0.1 to 0.6 s, one to five seconds apart, whoever uses the line. */
  private static void underStalls(ShapedLink line, Flow flow, Rounds.Action action)
      throws Exception {
    Thread stalls = new Thread(() -> stallUntilInterrupted(line, flow), "stalls");
    stalls.setDaemon(true);
    stalls.start();
    try {
      action.run();
    } finally {
      stalls.interrupt();
      stalls.join();
    }
  }

  private static void stallUntilInterrupted(ShapedLink line, Flow flow) {
    Random random = new Random(SEED);
    try {
      while (true) {
        flow.watch(1_000 + random.nextInt(4_000));
        Duration still = Duration.ofMillis(100 + random.nextInt(500));
        line.stall(still);
        flow.stalled(still);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How fast bytes went up a line from the first to the last of them, without what a transfer does
   * before and afterwards. Written by the thread of the stalls, read when that has ended.
   */
  private static final class Flow {
    private static final int LOOK_MILLIS = 50;

    private final ShapedLink line;
    private final long before;
    private long arrived;
    private long first;
    private long last;
    private long stillNanos;
    private long stillUntilLast;

    Flow(ShapedLink line) {
      this.line = line;
      this.before = line.delivered(Way.UP);
      this.arrived = before;
    }

    void watch(long millis) throws InterruptedException {
      for (long waited = 0; waited < millis; waited += LOOK_MILLIS) {
        Thread.sleep(LOOK_MILLIS);
        long now = line.delivered(Way.UP);
        // Registration and questions are small; the artifact begins with the first mebibyte.
        first = first == 0 && now - before > MEBIBYTE ? System.nanoTime() : first;
        if (now - arrived > LOOK_MILLIS * 1024) {
          last = System.nanoTime();
          stillUntilLast = stillNanos;
        }
        arrived = now;
      }
    }

    void stalled(Duration still) {
      stillNanos += first == 0 ? 0 : still.toNanos();
    }

    @Override
    public String toString() {
      double share = (arrived - before - MEBIBYTE) * 1e9 / BYTES_PER_SECOND;
      return "bytes flowed at %.2f of the line's rate, %.2f beside the time it stood still (%.1f s)"
          .formatted(
              share / (last - first),
              share / (last - first - stillUntilLast),
              stillUntilLast / 1e9);
    }
  }
}
