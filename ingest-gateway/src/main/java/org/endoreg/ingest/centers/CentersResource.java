package org.endoreg.ingest.centers;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.access.OwnerlessRows;
import org.endoreg.platform.access.SignedIn;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The centers a caller may see, and for a global administrator their administration. */
@Path("/api/centers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CentersResource {
  private static final int LONGEST_NAME = 255;

  private final Centers centers;
  private final Callers callers;

  CentersResource(Centers centers, Callers callers) {
    this.centers = centers;
    this.callers = callers;
  }

  /** The caller's centers. */
  @GET
  @SignedIn
  public List<Center> list() {
    return centers.list(callers.current().scope());
  }

  /** One of the caller's centers. */
  @GET
  @Path("/{key}")
  @SignedIn
  public Center one(@PathParam("key") String key) {
    CenterScope scope = callers.current().scope();
    return centers.find(scope, keyOf(key)).orElseThrow(CentersResource::notFound);
  }

  /** Creates a center; the key follows from the name. */
  @POST
  @Needs(Capability.CENTER_SCOPE_GLOBAL_ADMIN)
  @OwnerlessRows("a center that is only being created has no rows yet")
  public Response create(CenterName name) {
    return Response.status(201).entity(centers.create(name.checked())).build();
  }

  /** Gives another display name. A key in the body is an unknown field: keys never change. */
  @PATCH
  @Path("/{key}")
  @Needs(Capability.CENTER_SCOPE_GLOBAL_ADMIN)
  public Center rename(@PathParam("key") String key, CenterName name) {
    return centers.rename(callers.current().scope(), keyOf(key), name.checked());
  }

  /** Takes nothing new for the center from now on. */
  @POST
  @Path("/{key}/retire")
  @Needs(Capability.CENTER_SCOPE_GLOBAL_ADMIN)
  public Center retire(@PathParam("key") String key) {
    return centers.retire(callers.current().scope(), keyOf(key));
  }

  private static CenterKey keyOf(String key) {
    if (!CenterKey.accepts(key)) {
      throw notFound();
    }
    return new CenterKey(key);
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemCode.NOT_FOUND);
  }

  /** What people call the center: 1 to 255 characters. */
  public record CenterName(@Nullable String displayName) {
    String checked() {
      String name = displayName == null ? "" : displayName.strip();
      if (name.isEmpty() || name.length() > LONGEST_NAME) {
        throw new ProblemException(
            ProblemCode.INVALID_PARAMETER, Map.of("display_name", List.of("length_1_to_255")));
      }
      return name;
    }
  }
}
