package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts an nginx of one worker that keeps everything it writes in one folder. */
final class NginxServer {
  /** The body goes to a file beside its target, so that finishing it is one rename. */
  private static final String HEAD =
      """
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
      %s
      }
      """;

  private NginxServer() {}

  /**
   * @param servers blocks of settings, the first of which listens on {@code port}
   */
  static Process start(Path folder, String servers, int port)
      throws IOException, InterruptedException {
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, HEAD.replace("%s/", folder + "/").formatted(owner(), servers));
    Process nginx =
        new ProcessBuilder(program(), "-p", folder.toString(), "-c", settings.toString())
            .inheritIO()
            .start();
    Loopback.awaitListener(nginx, port, "nginx");
    return nginx;
  }

  private static String owner() {
    return System.getProperty("user.name").equals("root") ? "user root root;" : "";
  }

  private static String program() {
    Path debian = Path.of("/usr/sbin/nginx");
    return Files.isExecutable(debian) ? debian.toString() : "nginx";
  }
}
