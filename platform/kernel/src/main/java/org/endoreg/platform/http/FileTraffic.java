package org.endoreg.platform.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;

/**
 * Fits the server to files of gigabytes. Each piece of a body is handed from the event loop to the
 * thread that works on it and asked for by it, so a file of many small pieces costs more for waking
 * threads than for copying: up to 256 KiB are read at once, and a sender of HTTP/2 may have 1 MiB
 * on the way. TLS is done by BoringSSL where a build fits this machine, else by the JDK.
 */
@Singleton
class FileTraffic implements HttpServerOptionsCustomizer {
  private static final int READ_BYTES = 256 * 1024;

  /** What a sender of HTTP/2 may have on the way without our word, in bytes. */
  private static final int WINDOW_BYTES = 1024 * 1024;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options
        .setReceiveBufferSize(READ_BYTES)
        .setMaxChunkSize(READ_BYTES)
        .setInitialSettings(
            options
                .getInitialSettings()
                .setInitialWindowSize(WINDOW_BYTES)
                .setMaxFrameSize(READ_BYTES))
        .setHttp2ConnectionWindowSize(WINDOW_BYTES);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customizeHttpServer(options);
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
  }
}
