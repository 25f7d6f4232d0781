package org.endoreg.platform.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;

/**
 * The checked form of the shared settings: role and centers. Being injected means the checks have
 * passed.
 */
@ApplicationScoped
public class Deployment {
  private static final int FIRST = 1;

  private final DeploymentRole role;
  private final Set<CenterKey> centers;

  /**
   * Reads role and centers and runs every check; throws {@link StartupRefused} naming the first
   * setting that does not hold.
   */
  Deployment(HubSettings settings, Config config) {
    this.role =
        DeploymentRole.named(settings.role())
            .orElseThrow(
                () ->
                    new StartupRefused(
                        "endoreg.role",
                        "must be standalone, site_node, central_hub or local_study_server"));
    this.centers = centersOf(settings.centers());
    StartupChecks.refusal(new StartupFactsReader(settings, config).read(role))
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  void refuseEarly(@Observes @Priority(FIRST) StartupEvent started) {
    // Injecting this bean into an observer makes the constructor, and so the checks, run before
    // anything else.
  }

  /** The role of this deployment. */
  public DeploymentRole role() {
    return role;
  }

  /** The centers this deployment serves, in the order of the setting. */
  public Set<CenterKey> centers() {
    return centers;
  }

  private static Set<CenterKey> centersOf(List<String> keys) {
    Set<CenterKey> centers = new LinkedHashSet<>();
    for (String key : keys) {
      if (!CenterKey.accepts(key)) {
        throw new StartupRefused("endoreg.centers", "each must match " + CenterKey.PATTERN);
      }
      centers.add(new CenterKey(key));
    }
    if (centers.isEmpty()) {
      throw new StartupRefused("endoreg.centers", "at least one center is needed");
    }
    return Collections.unmodifiableSet(centers);
  }
}
