package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.backing.Ports;

/**
 * An nginx on loopback that takes PUT into a folder, plain and with TLS. With TLS it also passes
 * {@code /api/} on to a gateway, as the proxy in front of a hub does.
 */
final class NginxDav implements AutoCloseable {
  private final Process process;
  private final int port;
  private final int tlsPort;
  private final Path files;

  private NginxDav(Process process, int port, int tlsPort, Path files) {
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
    this.files = files;
  }

  static NginxDav start(Path folder, OwnCertificate certificate, String gateway)
      throws IOException, InterruptedException {
    int port = Ports.free();
    int tlsPort = Ports.free();
    Path files = Files.createDirectories(folder.resolve("files"));
    Process process =
        NginxServer.start(folder, servers(files, port, tlsPort, certificate, gateway), port);
    return new NginxDav(process, port, tlsPort, files);
  }

  private static String servers(
      Path files, int port, int tlsPort, OwnCertificate certificate, String gateway) {
    return """
        server {
          listen 127.0.0.1:%s;
          root %s;
          dav_methods PUT;
        }
        server {
          listen 127.0.0.1:%s ssl;
          ssl_certificate %s;
          ssl_certificate_key %s;
          ssl_protocols TLSv1.3;
          root %s;
          dav_methods PUT;
          location /api/ {
            proxy_pass %s;
            proxy_http_version 1.1;
            proxy_request_buffering off;
            proxy_set_header Host $http_host;
          }
        }
        """
        .formatted(
            port, files, tlsPort, certificate.certificate(), certificate.key(), files, gateway);
  }

  String address() {
    return "http://127.0.0.1:" + port + "/upload.mp4";
  }

  String tlsAddress() {
    return tlsOrigin() + "/upload.mp4";
  }

  /** Where the gateway is behind this nginx. */
  String tlsOrigin() {
    return "https://127.0.0.1:" + tlsPort;
  }

  List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  /** Waits until what was put is on the disk, as an upload to a hub is when it is answered. */
  void settle() throws IOException, InterruptedException {
    Disk.settle(files);
  }

  void forget() throws IOException {
    Files.deleteIfExists(files.resolve("upload.mp4"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
