package org.endoreg.stack.suite;

import java.util.List;
import org.endoreg.contracts.DeploymentRole;

/**
 * How a suite is started: its one port, its centers, how long the watcher lets a file settle, in
 * seconds, its role, where its people sign in, and what it has beside or instead of the usual.
 */
public record SuiteOptions(
    int port,
    List<String> centers,
    int settleSeconds,
    DeploymentRole role,
    SignIn signIn,
    SuiteShape shape) {

  /** A whole suite; every role but {@code standalone} brings Keycloak along, on the next port. */
  public SuiteOptions(int port, List<String> centers, int settleSeconds, DeploymentRole role) {
    this(
        port,
        centers,
        settleSeconds,
        role,
        role == DeploymentRole.STANDALONE
            ? new SignIn.Nobody()
            : new SignIn.OwnKeycloak(port + 1, List.of()),
        SuiteShape.WHOLE);
  }

  /** True when people and commands sign in. */
  public boolean signsIn() {
    return signIn.issuer().isPresent();
  }
}
