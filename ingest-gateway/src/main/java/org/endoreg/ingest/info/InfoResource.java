package org.endoreg.ingest.info;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.SignedIn;
import org.endoreg.platform.startup.Deployment;

/** Tells a client what it talks to. */
@Path("/api/info")
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  private final Deployment deployment;
  private final Callers callers;
  private final String version;

  InfoResource(
      Deployment deployment,
      Callers callers,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.deployment = deployment;
    this.callers = callers;
    this.version = version;
  }

  /** Role, the caller's centers and version. */
  @GET
  @SignedIn
  public Info info() {
    List<CenterKey> centers =
        callers.current().scope().centers().stream()
            .sorted(java.util.Comparator.comparing(CenterKey::value))
            .toList();
    return new Info(deployment.role().wireName(), centers, version);
  }

  /** What this deployment is. */
  public record Info(String deploymentRole, List<CenterKey> centers, String version) {}
}
