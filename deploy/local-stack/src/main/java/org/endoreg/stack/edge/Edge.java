package org.endoreg.stack.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A reverse proxy on loopback over the services' own ports. Streams bodies; keeps nothing. */
public final class Edge implements AutoCloseable {
  /** Bodies pass in pieces of at most this; the default of 8 KiB costs more than the copying. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final int port;

  private Edge(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /**
   * Opens the edge.
   *
   * @param servicePorts loopback port of each service
   * @throws IllegalStateException when the port is taken
   */
  public static Edge open(int port, RouteTable routes, Map<String, Integer> servicePorts) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(64)
                .setKeepAlive(true)
                .setMaxChunkSize(PIECE_BYTES)
                .setDecompressionSupported(false));
    HttpProxy proxy =
        HttpProxy.reverseProxy(client)
            .origin(
                OriginRequestProvider.selector(
                    context ->
                        Future.succeededFuture(
                            SocketAddress.inetSocketAddress(
                                port(servicePorts, routes.serviceFor(path(context))),
                                "127.0.0.1"))))
            .addInterceptor(new AliasInterceptor());
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setMaxChunkSize(PIECE_BYTES)
            .setIdleTimeout(600);
    Future<?> listening = vertx.createHttpServer(options).requestHandler(proxy).listen();
    try {
      listening.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      return new Edge(vertx, port);
    } catch (ExecutionException | TimeoutException taken) {
      vertx.close();
      throw new IllegalStateException("port " + port + " cannot be opened", taken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  private static int port(Map<String, Integer> servicePorts, String service) {
    @Nullable Integer port = servicePorts.get(service);
    if (port == null) {
      throw new IllegalStateException("the route table names an unknown service: " + service);
    }
    return port;
  }

  private static String path(ProxyContext context) {
    return context.request().proxiedRequest().path();
  }

  /** The address people open. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    vertx.close();
  }

  private static final class AliasInterceptor implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      // Services compare Origin with Host, so the name the browser used must reach them.
      context.request().setAuthority(context.request().proxiedRequest().authority());
      context.request().setURI(RouteTable.canonical(context.request().getURI()));
      return context.sendRequest();
    }
  }
}
