package org.endoreg.ingest.info;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.startup.Deployment;

/** Tells a client what it talks to. */
@Path("/api/info")
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  private final Deployment deployment;
  private final String version;

  InfoResource(
      Deployment deployment, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.deployment = deployment;
    this.version = version;
  }

  /** Role, centers and version. */
  @GET
  @Needs(Capability.OPS_READ)
  public Info info() {
    List<CenterKey> centers = List.copyOf(deployment.centers());
    return new Info(deployment.role().wireName(), centers, version);
  }

  /** What this deployment is. */
  public record Info(String deploymentRole, List<CenterKey> centers, String version) {}
}
