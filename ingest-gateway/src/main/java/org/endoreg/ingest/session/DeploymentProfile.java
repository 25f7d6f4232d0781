package org.endoreg.ingest.session;

import org.endoreg.contracts.DeploymentRole;
import org.endoreg.platform.startup.HubSettings;

/**
 * What this deployment offers. {@code hubMode} is true on a central hub only; {@code
 * transferApiEnabled} additionally needs the switch.
 */
public record DeploymentProfile(
    String deploymentRole,
    boolean hubMode,
    boolean enableHubTransfers,
    boolean transferApiEnabled,
    boolean transferRequireSecureTransport,
    boolean transferRequireMtls) {

  /** The profile of this role with these settings. */
  public static DeploymentProfile of(DeploymentRole role, HubSettings.Transfer transfer) {
    boolean hub = role == DeploymentRole.CENTRAL_HUB;
    return new DeploymentProfile(
        role.wireName(),
        hub,
        transfer.enabled(),
        hub && transfer.enabled(),
        transfer.requireSecureTransport(),
        transfer.requireMtls());
  }
}
