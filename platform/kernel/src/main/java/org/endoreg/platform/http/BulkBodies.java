package org.endoreg.platform.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;
import org.jspecify.annotations.Nullable;

/** Gives the routes that ask for it their {@link ArrivingBody}, with the limits of the server. */
@Singleton
class BulkBodies {
  /** Asked for with each request: filters are made before the settings of the run are known. */
  private final Provider<Duration> patience;

  BulkBodies(
      @ConfigProperty(name = "quarkus.http.read-timeout", defaultValue = "60S")
          Provider<Duration> patience) {
    this.patience = patience;
  }

  @BulkBody
  @ServerRequestFilter
  void replace(ContainerRequestContext request, RoutingContext connection) {
    @Nullable Long limit = connection.get(VertxInputStream.MAX_REQUEST_SIZE_KEY);
    request.setEntityStream(
        new ArrivingBody(
            connection.request(),
            patience.get(),
            limit == null || limit < 0 ? Long.MAX_VALUE : limit));
  }
}
