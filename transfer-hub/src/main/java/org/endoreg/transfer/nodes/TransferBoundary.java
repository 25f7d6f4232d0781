package org.endoreg.transfer.nodes;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers every request as if this service had no routes, unless the deployment is a central hub
 * with transfers turned on. It stands before the routing, so that neither method nor capability
 * tells a route from none.
 */
public class TransferBoundary {
  private static final int AFTER_CORRELATION = 6000;

  private final boolean open;

  TransferBoundary(Deployment deployment, HubSettings settings) {
    this.open = deployment.role() == DeploymentRole.CENTRAL_HUB && settings.transfer().enabled();
  }

  @ServerRequestFilter(preMatching = true, priority = AFTER_CORRELATION)
  Optional<Response> hide(ContainerRequestContext request) {
    return open ? Optional.empty() : Optional.of(Problem.response(ProblemCode.NOT_FOUND, Map.of()));
  }
}
