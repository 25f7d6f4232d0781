package org.endoreg.platform.access;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.Problem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every request whose route names no capability or whose caller lacks it, before any
 * parameter is parsed.
 */
public class AccessFilter {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Callers callers;

  AccessFilter(Callers callers) {
    this.callers = callers;
  }

  @ServerRequestFilter(priority = 1)
  Optional<Response> refuse(ContainerRequestContext request, ResourceInfo route) {
    if (comesFromAnotherSite(request)) {
      return Optional.of(Problem.response(ProblemCode.FORBIDDEN, Map.of()));
    }
    @Nullable Needs needs = route.getResourceMethod().getAnnotation(Needs.class);
    if (needs != null && callers.current().may(needs.value())) {
      return Optional.empty();
    }
    return Optional.of(Problem.response(ProblemCode.FORBIDDEN, Map.of()));
  }

  /**
   * The local operator has no password, so a page of another origin must not be able to act in
   * their name: neither by sending a form here nor by giving its own name this address.
   */
  private static boolean comesFromAnotherSite(ContainerRequestContext request) {
    @Nullable String host = request.getHeaderString("Host");
    if (host != null && !LOOPBACK.contains(withoutPort(host))) {
      return true;
    }
    @Nullable String origin = request.getHeaderString("Origin");
    return origin != null && (host == null || !host.equalsIgnoreCase(authority(origin)));
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }

  private static @Nullable String authority(String origin) {
    try {
      return URI.create(origin).getAuthority();
    } catch (IllegalArgumentException notAnOrigin) {
      return null;
    }
  }
}
