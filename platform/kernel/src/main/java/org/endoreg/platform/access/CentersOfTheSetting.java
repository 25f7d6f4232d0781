package org.endoreg.platform.access;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.startup.Deployment;

/** For a service without a database: the centers its setting names. */
@DefaultBean
@ApplicationScoped
class CentersOfTheSetting implements KnownCenters {
  private final Deployment deployment;

  CentersOfTheSetting(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public Set<CenterKey> all() {
    return deployment.centers();
  }
}
