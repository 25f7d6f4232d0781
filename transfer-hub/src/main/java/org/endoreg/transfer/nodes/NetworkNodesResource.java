package org.endoreg.transfer.nodes;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Lists, provisions and revokes nodes. Like every transfer route it is reached on a central hub
 * only.
 */
@Path("/api/transfer/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NetworkNodesResource {
  private static final int LONGEST_NAME = 255;

  private final Callers callers;
  private final Nodes nodes;
  private final NodeAdministration administration;

  NetworkNodesResource(Callers callers, Nodes nodes, NodeAdministration administration) {
    this.callers = callers;
    this.nodes = nodes;
    this.administration = administration;
  }

  /** Nodes owned by the caller's centers, at most 500, by key. */
  @GET
  @Needs(Capability.TRANSFER_READ)
  public List<NodeView> nodes() {
    return nodes.list(scope());
  }

  /** One node with its certificates and the ends of its secrets. */
  @GET
  @Path("/{key}")
  @Needs(Capability.TRANSFER_READ)
  public NodeView node(@PathParam("key") String key) {
    return nodes.view(scope(), key).orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  /** Registers a node and tells its secret, this once. */
  @POST
  @Needs(Capability.NODE_ADMIN)
  public Response register(NewNode wanted) {
    requireText("display_name", wanted.displayName(), LONGEST_NAME);
    requireHttps(wanted.baseUrl());
    NodeAdministration.Provisioned made = administration.register(scope(), wanted);
    return Response.status(201).entity(told(made)).header("Cache-Control", "no-store").build();
  }

  /** Gives the node a new secret; the old one ends at once or when the body says so. */
  @POST
  @Path("/{key}/secret")
  @Needs(Capability.NODE_ADMIN)
  public Response rotate(@PathParam("key") String key, Rotation rotation) {
    NodeAdministration.Provisioned made =
        administration.rotateSecret(scope(), key, rotation.oldEnds());
    return Response.ok(told(made)).header("Cache-Control", "no-store").build();
  }

  /** Binds a certificate, given as PEM or as SHA-256. */
  @POST
  @Path("/{key}/certificates")
  @Needs(Capability.NODE_ADMIN)
  public Response bind(@PathParam("key") String key, Binding binding) {
    try {
      ClientCertificate certificate = ClientCertificate.of(String.valueOf(binding.certificate()));
      administration.bind(scope(), key, certificate);
      return Response.ok(Map.of("fingerprint", certificate.fingerprint())).build();
    } catch (IllegalArgumentException unreadable) {
      throw invalid("certificate");
    }
  }

  /** Revokes a certificate. */
  @POST
  @Path("/{key}/certificates/{fingerprint}/revocation")
  @Needs(Capability.NODE_ADMIN)
  public void revoke(@PathParam("key") String key, @PathParam("fingerprint") String fingerprint) {
    administration.revoke(scope(), key, fingerprint);
  }

  /** Lets the node take part or not. */
  @POST
  @Path("/{key}/activity")
  @Needs(Capability.NODE_ADMIN)
  public void activate(@PathParam("key") String key, Activity activity) {
    administration.activate(scope(), key, activity.active());
  }

  /** When the secret that is replaced ends; at once without a time. */
  public record Rotation(@Nullable OffsetDateTime oldEnds) {}

  /** PEM or SHA-256. */
  public record Binding(@Nullable String certificate) {}

  /** Whether the node takes part. */
  public record Activity(boolean active) {}

  private CenterScope scope() {
    return callers.current().scope();
  }

  private static Map<String, Object> told(NodeAdministration.Provisioned made) {
    return Map.of("node_key", made.node().nodeKey(), "secret", made.secret());
  }

  private static void requireText(String field, @Nullable String text, int longest) {
    if (text == null || text.isBlank() || text.length() > longest) {
      throw invalid(field);
    }
  }

  private static void requireHttps(@Nullable String url) {
    if (url != null && !url.startsWith("https://")) {
      throw invalid("base_url");
    }
  }

  private static ProblemException invalid(String field) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("invalid")));
  }
}
