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
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, settings(folder, port, tlsPort, certificate, gateway));
    Process process =
        new ProcessBuilder(program(), "-p", folder.toString(), "-c", settings.toString())
            .inheritIO()
            .start();
    NginxDav nginx = new NginxDav(process, port, tlsPort, files);
    Loopback.awaitListener(process, port, "nginx");
    return nginx;
  }

  private static String program() {
    Path debian = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(debian) ? debian.toString() : "nginx";
  }

  /** The body goes to a file beside its target, so that finishing it is one rename. */
  private static String settings(
      Path folder, int port, int tlsPort, OwnCertificate certificate, String gateway) {
    String owner = System.getProperty("user.name").equals("root") ? "user root root;" : "";
    return """
        %s
        worker_processes 1;
        daemon off;
        pid %s/nginx.pid;
        error_log %s/error.log;
        events { worker_connections 64; }
        http {
          access_log off;
          client_max_body_size 0;
          client_body_buffer_size 256k;
          client_body_temp_path %s/body;
          proxy_temp_path %s/proxy;
          fastcgi_temp_path %s/fastcgi;
          uwsgi_temp_path %s/uwsgi;
          scgi_temp_path %s/scgi;
          server {
            listen 127.0.0.1:%s;
            root %s/files;
            dav_methods PUT;
          }
          server {
            listen 127.0.0.1:%s ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
            ssl_protocols TLSv1.3;
            root %s/files;
            dav_methods PUT;
            location /api/ {
              proxy_pass %s;
              proxy_http_version 1.1;
              proxy_request_buffering off;
              proxy_set_header Host $http_host;
            }
          }
        }
        """
        .replace("%s/", folder + "/")
        .formatted(owner, port, tlsPort, certificate.certificate(), certificate.key(), gateway);
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

  void forget() throws IOException {
    Files.deleteIfExists(files.resolve("upload.mp4"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
