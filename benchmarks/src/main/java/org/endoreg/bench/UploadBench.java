package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * MiB per processor second of an upload: a form and a resumable upload, each straight to the
 * gateway and with TLS, against nginx that stores the same bytes as they come, and the resumable
 * upload also against the tus server of Node that stores them plain. TLS is the gateway's own, or
 * that of the same nginx in front, whose time then counts. PostgreSQL's time counts on the hub's
 * side, that of the kernel's writers on every side. nginx and the tus server leave the bytes in the
 * kernel's memory; one row has nginx wait until they are on the disk, where the hub's are.
 */
public final class UploadBench {
  private static final String GATEWAY = "ingest-gateway";

  private final Loopback client;
  private final Hub hub;
  private final SecuredGateway secured;
  private final NginxDav nginx;
  private final TusServer tus;
  private final FillerFile filler;
  private final int mebibytes;

  private UploadBench(
      Loopback client,
      Hub hub,
      SecuredGateway secured,
      NginxDav nginx,
      TusServer tus,
      FillerFile filler,
      int mebibytes) {
    this.client = client;
    this.hub = hub;
    this.secured = secured;
    this.nginx = nginx;
    this.tus = tus;
    this.filler = filler;
    this.mebibytes = mebibytes;
  }

  /** Runs it: {@code rounds=30 pairs=6 mib=256}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Choices choices = Choices.of(arguments);
    int mebibytes = choices.number("mib", 256);
    Path folder = choices.folder();
    OwnCertificate certificate = OwnCertificate.in(folder);
    String limit = Long.toString((long) mebibytes << 21);
    try (Hub hub = new Hub(folder.resolve("hub"), Map.of("ENDOREG_UPLOAD_MAX_BYTES", limit))) {
      hub.up();
      Path nginxFolder = Files.createDirectories(folder.resolve("nginx"));
      try (NginxDav nginx = NginxDav.start(nginxFolder, certificate, hub.direct(GATEWAY));
          SecuredGateway secured =
              SecuredGateway.beside(hub.processes(GATEWAY).get(0), folder, certificate);
          TusServer tus = TusServer.start(Files.createDirectories(folder.resolve("tus")))) {
        FillerFile filler = FillerFile.create(folder.resolve("filler"), mebibytes);
        Loopback client = Loopback.trusting(certificate);
        new UploadBench(client, hub, secured, nginx, tus, filler, mebibytes)
            .run(choices.number("rounds", 30), choices.number("pairs", 6));
      }
    }
    Loopback.delete(folder);
  }

  private void run(int warmUp, int pairs) throws IOException, InterruptedException {
    List<ProcessHandle> parts = hub.processes(GATEWAY, "postgresql");
    ProcessHandle launcher = hub.launcher();
    DoubleSupplier own = () -> withDisk(parts);
    DoubleSupplier dav = () -> withDisk(nginx.processes());
    List<ProcessHandle> securedParts = hub.processes("postgresql");
    securedParts.add(secured.process());
    DoubleSupplier withTls = () -> withDisk(securedParts);
    DoubleSupplier proxied = () -> own.getAsDouble() + Usage.cpuSeconds(nginx.processes());
    Rounds form = rounds("form");
    Rounds edge = rounds("form through the edge");
    Rounds resumable = rounds("resumable");
    Rounds formTls = rounds("form, own TLS");
    Rounds resumableTls = rounds("resumable, own TLS");
    Rounds formBehind = rounds("form, TLS in front");
    Rounds resumableBehind = rounds("resumable, TLS in front");
    Rounds plain = rounds("nginx");
    Rounds plainTls = rounds("nginx, TLS");
    Rounds settledTls = rounds("nginx, TLS, on the disk");
    Rounds node = rounds("@tus/server");
    String direct = hub.direct(GATEWAY);
    for (int i = -warmUp; i < pairs; i++) {
      post(form, i, own, direct);
      put(plain, i, dav, nginx.address());
      resume(resumable, i, own, direct);
      node(node, i);
      put(plainTls, i, dav, nginx.tlsAddress());
      settle(settledTls, i);
      post(formTls, i, withTls, secured.address());
      resume(resumableTls, i, withTls, secured.address());
      post(formBehind, i, proxied, nginx.tlsOrigin());
      resume(resumableBehind, i, proxied, nginx.tlsOrigin());
      post(edge, i, () -> own.getAsDouble() + Usage.ownCpuSeconds(launcher), hub.edge());
    }
    System.out.println(Figures.head());
    form.against(plain).forEach(System.out::println);
    resumable.against(plain).forEach(System.out::println);
    edge.against(plain).forEach(System.out::println);
    formTls.against(plainTls).forEach(System.out::println);
    resumableTls.against(plainTls).forEach(System.out::println);
    formTls.against(settledTls).forEach(System.out::println);
    resumableTls.against(settledTls).forEach(System.out::println);
    formBehind.against(plainTls).forEach(System.out::println);
    resumableBehind.against(plainTls).forEach(System.out::println);
    resumable.against(node).forEach(System.out::println);
  }

  private Rounds rounds(String name) {
    return new Rounds(name, "MiB", mebibytes);
  }

  private void put(Rounds rounds, int round, DoubleSupplier cpuSeconds, String address)
      throws IOException, InterruptedException {
    rounds.take(round, cpuSeconds, () -> client.put(address, filler.file()));
    nginx.forget();
  }

  /** What the kernel does later for bytes that somebody left in its memory counts as well. */
  private static double withDisk(List<ProcessHandle> processes) {
    return Usage.cpuSeconds(processes) + Disk.cpuSeconds();
  }

  private void settle(Rounds rounds, int round) throws IOException, InterruptedException {
    rounds.take(
        round,
        () -> withDisk(nginx.processes()) + Usage.endedChildrenCpuSeconds(),
        () -> {
          client.put(nginx.tlsAddress(), filler.file());
          nginx.settle();
        });
    nginx.forget();
  }

  private void node(Rounds rounds, int round) throws IOException, InterruptedException {
    rounds.take(
        round,
        () -> withDisk(tus.processes()),
        () -> client.resumable(tus.address(), filler.file()));
    tus.forget();
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
