package org.endoreg.platform.access;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling. In {@code standalone} that is the one local operator, who may do
 * everything on this machine; in every other role it is whom the verified token of the request
 * names.
 */
@ApplicationScoped
public class Callers {
  private final boolean standalone;
  private final boolean legacyRoles;
  private final KnownCenters centers;
  private final TokenCaller tokens;
  private final CurrentToken token;
  private final RequestCaller ofRequest;

  Callers(
      Deployment deployment,
      HubSettings settings,
      KnownCenters centers,
      CurrentToken token,
      RequestCaller ofRequest) {
    this.standalone = deployment.role() == DeploymentRole.STANDALONE;
    this.legacyRoles = settings.oidc().legacyRoles();
    this.centers = centers;
    this.tokens = new TokenCaller(settings.oidc().clientId(), legacyRoles, centers);
    this.token = token;
    this.ofRequest = ofRequest;
  }

  /**
   * The caller of the current request.
   *
   * @throws ProblemException {@code unauthenticated} when nobody signed in
   */
  public Caller current() {
    return inRequest().orElseGet(this::identified);
  }

  /** The caller when this thread serves a request; empty for the service's own work. */
  public static Optional<Caller> inRequest() {
    @Nullable ArcContainer container = Arc.container();
    if (container == null || !container.requestContext().isActive()) {
      return Optional.empty();
    }
    return container.instance(RequestCaller.class).get().get();
  }

  /** Finds the caller once and keeps it for the rest of the request. */
  Caller identify() {
    return keep(identified());
  }

  /** Keeps a caller that was found in another way for the rest of the request. */
  Caller keep(Caller caller) {
    ofRequest.set(caller);
    return caller;
  }

  private Caller identified() {
    return standalone ? localOperator() : tokenCaller();
  }

  /** Counts a right that only a role of the reference system gave. */
  void countLegacy(Caller caller, Capability used) {
    if (legacyRoles && RoleGrants.onlyByLegacy(used, caller.roles())) {
      Metrics.counter("endoreg_legacy_role_grants_total", "capability", used.roleName())
          .increment();
    }
  }

  private Caller localOperator() {
    return new Caller(
        Caller.Kind.USER,
        "local-operator",
        "local operator",
        Set.of(),
        EnumSet.allOf(Capability.class),
        new CenterScope(centers.all()));
  }

  private Caller tokenCaller() {
    return token
        .get()
        .map(tokens::of)
        .orElseThrow(() -> new ProblemException(ProblemCode.UNAUTHENTICATED));
  }
}
