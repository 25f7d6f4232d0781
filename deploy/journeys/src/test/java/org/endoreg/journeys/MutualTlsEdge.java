package org.endoreg.journeys;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.httpproxy.HttpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.Ports;
import org.endoreg.backing.TestCertificates;

/** What a proxy does before a hub: ends TLS, lets in only who shows the client certificate. */
final class MutualTlsEdge implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();

  MutualTlsEdge(URI hub, TestCertificates certificates) throws Exception {
    HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient());
    proxy.origin(hub.getPort(), hub.getHost());
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setSsl(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .addCertPath(text(certificates.certificate("server")))
                    .addKeyPath(text(certificates.key("server"))))
            .setTrustOptions(
                new PemTrustOptions().addCertPath(text(certificates.certificate("client"))));
    vertx
        .createHttpServer(options)
        .requestHandler(proxy)
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static String text(Path path) {
    return path.toString();
  }

  String address() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    vertx.close();
  }
}
