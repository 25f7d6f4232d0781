package org.endoreg.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.backing.Ports;

/**
 * What a transfer is measured against: curl puts a file to an nginx that demands a certificate of
 * the same authority and stores the bytes as they come.
 */
final class MutualPut implements AutoCloseable {
  private final Process nginx;
  private final Path pki;
  private final Path client;
  private final Path files;
  private final int port;

  private MutualPut(Process nginx, Path pki, Path client, Path files, int port) {
    this.nginx = nginx;
    this.pki = pki;
    this.client = client;
    this.files = files;
    this.port = port;
  }

  /** {@code pki} is a folder that {@code deploy/pki/pki.sh} made, with a server and a client. */
  static MutualPut start(Path folder, Path pki) throws IOException, InterruptedException {
    int port = Ports.free();
    Path files = Files.createDirectories(folder.resolve("files"));
    Process nginx = NginxServer.start(folder, server(files, pki, port), port);
    return new MutualPut(nginx, pki, client(pki), files, port);
  }

  private static Path client(Path pki) throws IOException {
    try (DirectoryStream<Path> stores = Files.newDirectoryStream(pki, "*.p12")) {
      String name = stores.iterator().next().getFileName().toString();
      return pki.resolve(name.substring(0, name.length() - ".p12".length()));
    }
  }

  private static String server(Path files, Path pki, int port) {
    return """
        server {
          listen 127.0.0.1:%s ssl;
          ssl_certificate %s;
          ssl_certificate_key %s;
          ssl_client_certificate %s;
          ssl_verify_client on;
          ssl_protocols TLSv1.3;
          root %s;
          dav_methods PUT;
        }
        """
        .formatted(
            port, pki.resolve("hub.pem"), pki.resolve("hub.key"), pki.resolve("ca.pem"), files);
  }

  /** Where it listens. */
  InetSocketAddress place() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Sends the file. */
  void put(Path file) throws IOException, InterruptedException {
    put(file, port);
  }

  /** The same through a line that listens on this port. */
  void put(Path file, int through) throws IOException, InterruptedException {
    Process curl =
        new ProcessBuilder(
                List.of(
                    "curl",
                    "--silent",
                    "--fail",
                    "--http1.1",
                    "--cacert",
                    pki.resolve("ca.pem").toString(),
                    "--cert",
                    client + ".pem",
                    "--key",
                    client + ".key",
                    "--upload-file",
                    file.toString(),
                    "https://localhost:" + through + "/put"))
            .inheritIO()
            .start();
    if (curl.waitFor() != 0) {
      throw new IllegalStateException("curl could not put the file");
    }
  }

  /** Waits until what was put is on the disk. */
  void settle() throws IOException, InterruptedException {
    Disk.settle(files);
  }

  void forget() throws IOException {
    Files.delete(files.resolve("put"));
  }

  /** Processor seconds of both ends so far. */
  double cpuSeconds() {
    return Usage.cpuSeconds(List.of(nginx.toHandle())) + Usage.endedChildrenCpuSeconds();
  }

  @Override
  public void close() {
    nginx.destroy();
  }
}
