package org.endoreg.ingest.session;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.endoreg.contracts.Capability;
import org.endoreg.ingest.centers.Center;
import org.endoreg.ingest.centers.Centers;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.SignedIn;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.HubSettings;

/**
 * Tells a front end who is signed in and what it may offer: computed from the same capabilities the
 * routes ask for, so a button that is shown works.
 */
@Path("/auth")
@Produces(MediaType.APPLICATION_JSON)
public class BootstrapResource {
  private final Callers callers;
  private final Centers centers;
  private final Deployment deployment;
  private final HubSettings settings;

  BootstrapResource(Callers callers, Centers centers, Deployment deployment, HubSettings settings) {
    this.callers = callers;
    this.centers = centers;
    this.deployment = deployment;
    this.settings = settings;
  }

  /** The caller, their centers and capabilities. */
  @GET
  @Path("/bootstrap")
  @SignedIn
  public Response bootstrap() {
    return answer();
  }

  /** The same under the path older front ends ask. */
  @GET
  @Path("/context")
  @SignedIn
  public Response context() {
    return answer();
  }

  private Response answer() {
    Caller caller = callers.current();
    List<String> roles = List.copyOf(new TreeSet<>(caller.roles()));
    Bootstrap bootstrap =
        new Bootstrap(
            new User(caller.displayName(), roles),
            roles,
            caller.subject(),
            centers.list(caller.scope()),
            caller.may(Capability.CENTER_SCOPE_GLOBAL_ADMIN),
            capabilities(caller),
            DeploymentProfile.of(deployment.role(), settings.transfer()));
    return Response.ok(bootstrap).header("Cache-Control", "no-store").build();
  }

  /** By resource as the routes name it, and by page as the front end asks. */
  private static Map<String, Access> capabilities(Caller caller) {
    Map<String, Access> all = new LinkedHashMap<>();
    for (Capability capability : Capability.values()) {
      String[] name = capability.roleName().split(":", 2);
      Access before = all.getOrDefault(name[0], new Access(false, false));
      boolean held = caller.may(capability);
      boolean reads = name[1].equals("read");
      all.put(
          name[0],
          new Access(before.read() || (held && reads), before.write() || (held && !reads)));
    }
    all.put(
        "page.patients.view",
        new Access(caller.may(Capability.PATIENT_READ), caller.may(Capability.PATIENT_WRITE)));
    Access anonymization =
        new Access(
            caller.may(Capability.ANONYMIZATION_READ), caller.may(Capability.ANONYMIZATION_WRITE));
    all.put("page.anonymization.overview", anonymization);
    all.put("page.anonymization.metrics", anonymization);
    all.put(
        "page.operator.jobs",
        new Access(caller.may(Capability.OPS_READ), caller.may(Capability.OPS_OPERATE)));
    return all;
  }

  /** What a front end needs before it draws its first page. */
  public record Bootstrap(
      User user,
      List<String> roles,
      String sub,
      List<Center> centers,
      boolean globalScope,
      Map<String, Access> capabilities,
      DeploymentProfile deploymentProfile) {}

  /** The signed-in user; the name is for display. */
  public record User(String username, List<String> roles) {}

  /** May read, may write. */
  public record Access(boolean read, boolean write) {}
}
