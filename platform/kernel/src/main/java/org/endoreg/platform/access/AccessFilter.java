package org.endoreg.platform.access;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every request whose route names no capability or whose caller lacks it, before any
 * parameter is parsed: 401 when nobody signed in, 403 otherwise, whether or not the object exists.
 */
public class AccessFilter {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Callers callers;
  private final Supplier<NodeAuthentication> nodes;
  private final boolean loopbackOnly;

  /** Most services serve no node and have no bean that knows one. */
  @Inject
  AccessFilter(Callers callers, Instance<NodeAuthentication> nodes, Deployment deployment) {
    this(callers, nodes::get, deployment);
  }

  AccessFilter(Callers callers, Supplier<NodeAuthentication> nodes, Deployment deployment) {
    this.callers = callers;
    this.nodes = nodes;
    this.loopbackOnly = deployment.role() == DeploymentRole.STANDALONE;
  }

  @ServerRequestFilter(priority = 1)
  Optional<Response> refuse(ContainerRequestContext request, ResourceInfo route) {
    if (comesFromAnotherSite(request)) {
      return Optional.of(Problem.response(ProblemCode.FORBIDDEN, Map.of()));
    }
    try {
      return mayCall(request, route.getResourceMethod())
          ? Optional.empty()
          : Optional.of(Problem.response(ProblemCode.FORBIDDEN, Map.of()));
    } catch (ProblemException notSignedIn) {
      return Optional.of(Problem.response(notSignedIn.code(), notSignedIn.errors()));
    }
  }

  /** Signing in comes first, so that a stranger cannot tell one route from another. */
  private boolean mayCall(ContainerRequestContext request, Method route) {
    if (route.isAnnotationPresent(FromNode.class)) {
      callers.keep(nodes.get().authenticate(request));
      return true;
    }
    Caller caller = callers.identify();
    @Nullable Needs needs = route.getAnnotation(Needs.class);
    if (needs == null) {
      return route.isAnnotationPresent(SignedIn.class);
    }
    callers.countLegacy(caller, needs.value());
    return caller.may(needs.value());
  }

  /**
   * A browser attaches the operator's session, or in standalone the operator needs none, so a page
   * of another origin must not be able to act in their name: neither by sending a form here nor, in
   * standalone, by giving its own name this address.
   */
  private boolean comesFromAnotherSite(ContainerRequestContext request) {
    @Nullable String host = request.getHeaderString("Host");
    if (loopbackOnly && host != null && !LOOPBACK.contains(withoutPort(host))) {
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
