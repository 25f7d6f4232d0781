package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.backing.Ports;

/** An nginx on loopback that takes PUT into a folder and does nothing else. */
final class NginxDav implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path files;

  private NginxDav(Process process, int port, Path files) {
    this.process = process;
    this.port = port;
    this.files = files;
  }

  static NginxDav start(Path folder) throws IOException, InterruptedException {
    int port = Ports.free();
    Path files = Files.createDirectories(folder.resolve("files"));
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, settings(folder, port));
    Process process =
        new ProcessBuilder(program(), "-p", folder.toString(), "-c", settings.toString())
            .inheritIO()
            .start();
    NginxDav nginx = new NginxDav(process, port, files);
    Loopback.awaitListener(process, port, "nginx");
    return nginx;
  }

  private static String program() {
    Path debian = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(debian) ? debian.toString() : "nginx";
  }

  /** The body goes to a file beside its target, so that finishing it is one rename. */
  private static String settings(Path folder, int port) {
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
        }
        """
        .replace("%s/", folder + "/")
        .formatted(owner, port);
  }

  String address() {
    return "http://127.0.0.1:" + port + "/upload.mp4";
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
