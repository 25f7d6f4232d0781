package org.endoreg.platform.access;

import jakarta.ws.rs.container.ContainerRequestContext;

/** Finds out which node sends a request. The service that serves nodes provides one bean. */
@FunctionalInterface
public interface NodeAuthentication {

  /**
   * The node as a caller whose scope is the center that owns it. Runs before anything of the body
   * is read.
   *
   * @throws org.endoreg.platform.problem.ProblemException when the request proves no node
   */
  Caller authenticate(ContainerRequestContext request);
}
