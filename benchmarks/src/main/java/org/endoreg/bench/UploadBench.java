package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * MiB per processor second of an upload: the gateway alone and behind the edge, against nginx that
 * stores the same bytes as they come, and the resumable upload also against the tus server of Node
 * that stores them plain. PostgreSQL's time counts on the hub's side.
 */
public final class UploadBench {
  private static final int WARM_UP = 4;

  private final Loopback client = new Loopback();
  private final Hub hub;
  private final NginxDav nginx;
  private final TusServer tus;
  private final FillerFile filler;
  private final int mebibytes;

  private UploadBench(Hub hub, NginxDav nginx, TusServer tus, FillerFile filler, int mebibytes) {
    this.hub = hub;
    this.nginx = nginx;
    this.tus = tus;
    this.filler = filler;
    this.mebibytes = mebibytes;
  }

  /** Runs it: {@code pairs=6 mib=256}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    int mebibytes = choices.number("mib", 256);
    Path folder = choices.folder();
    String limit = Long.toString((long) mebibytes << 21);
    try (Hub hub = new Hub(folder.resolve("hub"), Map.of("ENDOREG_UPLOAD_MAX_BYTES", limit));
        NginxDav nginx = NginxDav.start(Files.createDirectories(folder.resolve("nginx")));
        TusServer tus = TusServer.start(Files.createDirectories(folder.resolve("tus")))) {
      hub.up();
      FillerFile filler = FillerFile.create(folder.resolve("filler"), mebibytes);
      new UploadBench(hub, nginx, tus, filler, mebibytes).run(choices.number("pairs", 6));
    }
    Loopback.delete(folder);
  }

  private void run(int pairs) throws IOException, InterruptedException {
    List<ProcessHandle> parts = hub.processes("ingest-gateway", "postgresql");
    ProcessHandle launcher = hub.launcher();
    Rounds direct = new Rounds("gateway", "MiB", mebibytes);
    Rounds edge = new Rounds("edge and gateway", "MiB", mebibytes);
    Rounds resumable = new Rounds("gateway, resumable", "MiB", mebibytes);
    Rounds plain = new Rounds("nginx", "MiB", mebibytes);
    Rounds node = new Rounds("@tus/server", "MiB", mebibytes);
    for (int i = -WARM_UP; i < pairs; i++) {
      post(direct, i, () -> Usage.cpuSeconds(parts), hub.direct("ingest-gateway"));
      plain.take(
          i,
          () -> Usage.cpuSeconds(nginx.processes()),
          () -> client.put(nginx.address(), filler.file()));
      nginx.forget();
      resume(resumable, i, () -> Usage.cpuSeconds(parts), hub.direct("ingest-gateway"));
      node.take(
          i,
          () -> Usage.cpuSeconds(tus.processes()),
          () -> client.resumable(tus.address(), filler.file()));
      tus.forget();
      post(edge, i, () -> Usage.cpuSeconds(parts) + Usage.ownCpuSeconds(launcher), hub.edge());
    }
    System.out.println(Figures.head());
    direct.against(plain).forEach(System.out::println);
    edge.against(plain).forEach(System.out::println);
    resumable.against(plain).forEach(System.out::println);
    resumable.against(node).forEach(System.out::println);
  }

  private void resume(Rounds rounds, int round, DoubleSupplier cpuSeconds, String address)
      throws IOException, InterruptedException {
    filler.renew();
    String[] job = {""};
    rounds.take(
        round,
        cpuSeconds,
        () -> job[0] = client.resumable(address + "/api/uploads/", filler.file()));
    client.awaitEnd(address, job[0]);
  }

  /** The next round begins when the anonymizer has refused the file, so that it disturbs nobody. */
  private void post(Rounds rounds, int round, DoubleSupplier cpuSeconds, String address)
      throws IOException, InterruptedException {
    filler.renew();
    String[] job = {""};
    rounds.take(round, cpuSeconds, () -> job[0] = client.post(address, filler.file()));
    client.awaitEnd(address, job[0]);
  }
}
