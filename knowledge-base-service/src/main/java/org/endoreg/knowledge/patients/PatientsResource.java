package org.endoreg.knowledge.patients;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.knowledge.request.Listing;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Pseudonymous patients of the caller's centers, newest first. */
@Path("/api/patients")
@Produces(MediaType.APPLICATION_JSON)
public class PatientsResource {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  private final Patients patients;
  private final Callers callers;

  PatientsResource(Patients patients, Callers callers) {
    this.patients = patients;
    this.callers = callers;
  }

  /** A page of patients. */
  @GET
  @Needs(Capability.PATIENT_READ)
  public Listing<PatientSummary> page(
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo request) {
    Page page = Page.of(limit, offset, USUAL_PAGE, LARGEST_PAGE);
    CenterScope scope = callers.current().scope();
    return Listing.of(request, page, patients.count(scope), patients.page(scope, page));
  }

  /** One patient. */
  @GET
  @Path("{id}")
  @Needs(Capability.PATIENT_READ)
  public PatientSummary one(@PathParam("id") String id) {
    return patients
        .find(callers.current().scope(), RowId.of("id", id))
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }
}
