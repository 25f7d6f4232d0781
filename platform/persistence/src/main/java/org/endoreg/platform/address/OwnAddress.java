package org.endoreg.platform.address;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Every service has its own dead letters and its own audit chain, but all are behind one origin. So
 * {@code /api/services/<name>/dead-letters} means the same as {@code /api/dead-letters} on the
 * service of that name; on any other it is no route.
 */
public class OwnAddress {
  private static final Set<String> OWN = Set.of("dead-letters", "audit-ledger");

  private final String prefix;

  OwnAddress(@ConfigProperty(name = "quarkus.application.name") String service) {
    this.prefix = "/api/services/" + service + "/";
  }

  @ServerRequestFilter(preMatching = true)
  void shorten(ContainerRequestContext request) {
    URI asked = request.getUriInfo().getRequestUri();
    String path = asked.getRawPath();
    if (path.startsWith(prefix) && OWN.contains(first(path.substring(prefix.length())))) {
      String shorter = "/api/" + path.substring(prefix.length());
      request.setRequestUri(
          request.getUriInfo().getRequestUriBuilder().replacePath(shorter).build());
    }
  }

  private static String first(String path) {
    int end = path.indexOf('/');
    return end < 0 ? path : path.substring(0, end);
  }
}
