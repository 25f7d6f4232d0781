package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.endoreg.platform.blob.Blob;

/**
 * A signed-off artifact from a site's blob store into the hub's: sealed, sent through nginx with
 * mutual TLS, received, opened, verified, stored and applied; against curl that puts the same bytes
 * to nginx with mutual TLS. The processor time of both ends and of the kernel's writers counts on
 * either side. Then small artifacts at a steady rate.
 */
public final class TransferBench {
  private static final long MEBIBYTE = 1 << 20;
  private static final long SMALL_BYTES = 64 * 1024;

  private final TwoSuites suites;
  private final MutualPut peer;

  private TransferBench(TwoSuites suites, MutualPut peer) {
    this.suites = suites;
    this.peer = peer;
  }

  /** Runs it: {@code proxy=1 rounds=4 pairs=3 mib=1024 warmup=500 small=1000 perminute=1000}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    Path data = folder.resolve("sites");
    boolean proxy = choices.number("proxy", 1) > 0;
    try (TwoSuites suites = proxy ? TwoSuites.start(data) : TwoSuites.startWithoutProxy(data);
        MutualPut peer =
            MutualPut.start(Files.createDirectories(folder.resolve("put")), data.resolve("pki"))) {
      TransferBench bench = new TransferBench(suites, peer);
      if (choices.number("pairs", 3) > 0) {
        bench.large(
            folder,
            choices.number("rounds", 4),
            choices.number("pairs", 3),
            choices.number("mib", 1024));
      }
      int perMinute = choices.number("perminute", 1000);
      bench.small(choices.number("warmup", 500), perMinute);
      System.out.println(bench.small(choices.number("small", 1000), perMinute));
    }
  }

  private void large(Path folder, int warmUp, int pairs, int mebibytes)
      throws IOException, InterruptedException, SQLException {
    Rounds transfer = new Rounds("transfer", "MiB", mebibytes);
    Rounds put = new Rounds("nginx PUT with mutual TLS", "MiB", mebibytes);
    Rounds settled = new Rounds("nginx PUT, on the disk", "MiB", mebibytes);
    FillerFile plain = FillerFile.create(folder.resolve("plain"), mebibytes);
    List<ProcessHandle> ends = suites.senderDoorAndReceiver();
    for (int round = -warmUp; round < pairs; round++) {
      Blob artifact = suites.artifact(mebibytes * MEBIBYTE);
      List<String> sent = new ArrayList<>();
      transfer.take(
          round,
          () -> Usage.cpuSeconds(ends) + Disk.cpuSeconds(),
          () -> sent.add(suites.send(artifact)));
      suites.requireApplied(artifact, sent.get(0));
      put.take(round, () -> peer.cpuSeconds() + Disk.cpuSeconds(), () -> peer.put(plain.file()));
      peer.forget();
      settled.take(
          round,
          () -> peer.cpuSeconds() + Disk.cpuSeconds(),
          () -> {
            peer.put(plain.file());
            peer.settle();
          });
      peer.forget();
    }
    System.out.println(Figures.head());
    transfer.against(put).forEach(System.out::println);
    transfer.against(settled).forEach(System.out::println);
    System.out.printf(
        "| most memory of sender and receiver, heap limited to 128 MiB | %.0f MiB | %.0f MiB |%n",
        Usage.residentMiB(List.of(suites.sender())), Usage.residentMiB(List.of(suites.receiver())));
  }

  /** Each is timed from its sign-off to its application at the hub, as both databases tell. */
  private String small(int count, int perMinute)
      throws IOException, InterruptedException, SQLException {
    List<Instant> signedOff = new ArrayList<>();
    List<String> resources = new ArrayList<>();
    List<Blob> artifacts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      artifacts.add(suites.artifact(SMALL_BYTES));
    }
    Instant begun = Instant.now();
    for (int i = 0; i < count; i++) {
      Instant due = begun.plusMillis(60_000L * i / perMinute);
      Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
      signedOff.add(Instant.now());
      resources.add(suites.signOff(artifacts.get(i)));
    }
    Histogram millis = new Histogram(3);
    for (int i = 0; i < count; i++) {
      suites.awaitApplied(resources.get(i));
      millis.recordValue(
          Duration.between(signedOff.get(i), suites.appliedAt(resources.get(i))).toMillis());
    }
    return "%n%d artifacts of 64 KiB, %d a minute, ms:%n".formatted(count, perMinute)
        + Stream.of(50.0, 99.0, 99.9)
            .map(part -> "| p%s | %d |".formatted(part, millis.getValueAtPercentile(part)))
            .collect(Collectors.joining("\n"));
  }
}
