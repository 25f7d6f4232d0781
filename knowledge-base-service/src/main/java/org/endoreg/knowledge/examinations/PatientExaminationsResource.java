package org.endoreg.knowledge.examinations;

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

/** Examinations of the caller's centers, newest first, all or of one patient. */
@Path("/api/patient-examinations")
@Produces(MediaType.APPLICATION_JSON)
public class PatientExaminationsResource {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  private final PatientExaminations examinations;
  private final Callers callers;

  PatientExaminationsResource(PatientExaminations examinations, Callers callers) {
    this.examinations = examinations;
    this.callers = callers;
  }

  /** A page of examinations. */
  @GET
  @Needs(Capability.PATIENT_READ)
  public Listing<ExaminationSummary> page(
      @QueryParam("patient") @Nullable String patient,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo request) {
    Page page = Page.of(limit, offset, USUAL_PAGE, LARGEST_PAGE);
    RowId of = patient == null || patient.isEmpty() ? null : RowId.of("patient", patient);
    CenterScope scope = callers.current().scope();
    return Listing.of(
        request, page, examinations.count(scope, of), examinations.page(scope, of, page));
  }

  /** One examination. */
  @GET
  @Path("{id}")
  @Needs(Capability.PATIENT_READ)
  public ExaminationSummary one(@PathParam("id") String id) {
    return examinations
        .find(callers.current().scope(), RowId.of("id", id))
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }
}
