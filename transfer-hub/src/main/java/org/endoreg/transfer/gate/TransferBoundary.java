package org.endoreg.transfer.gate;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.transfer.sending.SenderSettings;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Answers every request as if this service had no routes, unless the deployment takes part in
 * transfers: a central hub with the receiver turned on, or, for what it sends, a site with the
 * sender turned on. It stands before the routing, so that neither method nor capability tells a
 * route from none.
 */
public class TransferBoundary {
  private static final int AFTER_CORRELATION = 6000;
  private static final String OUTBOUND = "/api/transfer/outbound";

  private final boolean receives;
  private final boolean sends;

  TransferBoundary(Deployment deployment, HubSettings settings, SenderSettings sender) {
    this.receives =
        deployment.role() == DeploymentRole.CENTRAL_HUB && settings.transfer().enabled();
    this.sends = deployment.role() == DeploymentRole.SITE_NODE && sender.enabled();
  }

  @ServerRequestFilter(preMatching = true, priority = AFTER_CORRELATION)
  Optional<Response> hide(ContainerRequestContext request) {
    return isOpen(request.getUriInfo().getPath())
        ? Optional.empty()
        : Optional.of(Problem.response(ProblemCode.NOT_FOUND, Map.of()));
  }

  private boolean isOpen(String path) {
    return path.startsWith(OUTBOUND) ? sends : receives;
  }
}
