package org.endoreg.knowledge.timeline;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.knowledge.patients.PatientSummary;
import org.endoreg.knowledge.patients.Patients;
import org.endoreg.knowledge.request.Listing;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The media of one patient, in full or only the newest of each kind. */
@Path("/api/media/patients")
@Produces(MediaType.APPLICATION_JSON)
public class TimelineResource {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 100;

  private final Patients patients;
  private final Timeline timeline;
  private final Callers callers;

  TimelineResource(Patients patients, Timeline timeline, Callers callers) {
    this.patients = patients;
    this.timeline = timeline;
    this.callers = callers;
  }

  /** The timeline; with {@code latest_only} the compact view. */
  @GET
  @Path("{id}/timeline")
  @Needs(Capability.PATIENT_READ)
  public Response timeline(
      @PathParam("id") String id,
      @QueryParam("patient_examination_id") @Nullable String examination,
      @QueryParam("latest_only") @Nullable String latestOnly,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("offset") @Nullable String offset,
      @Context UriInfo request) {
    RowId patientId = RowId.of("id", id);
    RowId of =
        examination == null || examination.isEmpty()
            ? null
            : RowId.of("patient_examination_id", examination);
    Page page = Page.of(limit, offset, USUAL_PAGE, LARGEST_PAGE);
    CenterScope scope = callers.current().scope();
    PatientSummary patient =
        patients
            .find(scope, patientId)
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    Object body =
        "true".equalsIgnoreCase(latestOnly) || "1".equals(latestOnly)
            ? latest(scope, patient, of)
            : full(scope, patient, of, page, request);
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }

  private FullTimeline full(
      CenterScope scope, PatientSummary patient, @Nullable RowId of, Page page, UriInfo request) {
    return FullTimeline.of(
        patient,
        Listing.of(
            request,
            page,
            timeline.count(scope, patient, of),
            timeline.page(scope, patient, of, page)));
  }

  private LatestTimeline latest(CenterScope scope, PatientSummary patient, @Nullable RowId of) {
    return new LatestTimeline(
        patient,
        timeline.latest(scope, patient, of, MediaKind.REPORT).orElse(null),
        timeline.latest(scope, patient, of, MediaKind.VIDEO).orElse(null),
        List.of());
  }
}
