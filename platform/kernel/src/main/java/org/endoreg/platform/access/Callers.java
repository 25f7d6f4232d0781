package org.endoreg.platform.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.platform.startup.Deployment;

/**
 * Finds out who is calling. In {@code standalone} that is the one local operator, who may do
 * everything on this machine.
 */
@ApplicationScoped
public class Callers {
  private final Caller localOperator;

  Callers(Deployment deployment) {
    this.localOperator =
        new Caller(
            "local-operator",
            Set.copyOf(EnumSet.allOf(Capability.class)),
            new CenterScope(deployment.centers()));
  }

  /** The caller of the current request. */
  public Caller current() {
    return localOperator;
  }
}
