package org.endoreg.stack.suite;

import java.util.List;
import org.endoreg.contracts.DeploymentRole;

/**
 * How a suite is started: its one port, its centers, how long the watcher lets a file settle, in
 * seconds, and its role. Every role but {@code standalone} brings Keycloak along.
 */
public record SuiteOptions(int port, List<String> centers, int settleSeconds, DeploymentRole role) {

  /** True when people and commands sign in. */
  public boolean signsIn() {
    return role != DeploymentRole.STANDALONE;
  }
}
