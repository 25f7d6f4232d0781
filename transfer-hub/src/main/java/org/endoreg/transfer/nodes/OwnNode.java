package org.endoreg.transfer.nodes;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.platform.startup.StartupRefused;

/**
 * Makes sure that this hub is the only one among its nodes: sites send to one key, and a second
 * active hub would make that a guess.
 */
@ApplicationScoped
class OwnNode {
  private final Nodes nodes;

  OwnNode(Nodes nodes) {
    this.nodes = nodes;
  }

  void requireOneHub(@Observes StartupEvent started, Deployment deployment, HubSettings settings) {
    if (deployment.role() == DeploymentRole.CENTRAL_HUB
        && settings.transfer().enabled()
        && nodes.hasOtherActive(NodeRole.CENTRAL_HUB, settings.transfer().nodeKey())) {
      throw new StartupRefused(
          "endoreg.transfer.node-key", "must name the only active node that is a central hub");
    }
  }
}
