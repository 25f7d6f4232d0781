package org.endoreg.media.reports;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.media.catalogue.Catalogue;
import org.endoreg.media.catalogue.MediaPage;
import org.endoreg.media.catalogue.Medium;
import org.endoreg.media.catalogue.MediumId;
import org.endoreg.media.streaming.Artifact;
import org.endoreg.media.streaming.ByteStreams;
import org.endoreg.media.streaming.BytesRequest;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reports: list, details with the anonymized text, the processed PDF by ranges. */
@Path("/api/media/pdfs")
@Produces(MediaType.APPLICATION_JSON)
public class ReportsResource {
  private static final String PATH = "/api/media/pdfs/";

  private final Catalogue catalogue;
  private final ByteStreams streams;
  private final AnonymizedText text;
  private final Callers callers;

  ReportsResource(Catalogue catalogue, ByteStreams streams, AnonymizedText text, Callers callers) {
    this.catalogue = catalogue;
    this.streams = streams;
    this.text = text;
    this.callers = callers;
  }

  /** A page of reports, newest first, without their text. */
  @GET
  @Needs(Capability.REPORT_READ)
  public MediaPage<ReportView> list(
      @QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
    return MediaPage.read(
        catalogue,
        callers.current().scope(),
        MediaKind.REPORT,
        limit,
        offset,
        PATH,
        report -> ReportView.of(report, null));
  }

  /** One report with its anonymized text. */
  @GET
  @Path("/{id}")
  @Needs(Capability.REPORT_READ)
  public ReportView report(@PathParam("id") String id) {
    Medium report = find(id);
    return ReportView.of(report, text.of(report));
  }

  /**
   * The processed PDF, or the raw one for callers who may see raw media and ask with {@code
   * type=raw}.
   */
  @GET
  @Path("/{id}/stream")
  @Produces(MediaType.WILDCARD)
  @Needs(Capability.REPORT_READ)
  public Response stream(
      @PathParam("id") String id,
      @QueryParam("type") @Nullable String type,
      @Context Request request,
      @Context HttpHeaders headers) {
    Medium report = find(id);
    return streams.answer(
        Artifact.choose(report, type, callers.current()), BytesRequest.of(request, headers));
  }

  private Medium find(String id) {
    return catalogue
        .find(callers.current().scope(), MediaKind.REPORT, MediumId.parse(id))
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  /** A report as callers see it; the text is null in lists. */
  public record ReportView(
      long id,
      CenterKey centerKey,
      String anonymizationStatus,
      @Nullable Integer pages,
      String processedFileSha256,
      long sizeBytes,
      @Nullable String anonymizedText,
      String streamUrl,
      Instant registeredAt) {

    static ReportView of(Medium report, @Nullable String text) {
      return new ReportView(
          report.id(),
          report.centerKey(),
          "done_processing_anonymization",
          report.pages(),
          report.artifactSha256().value(),
          report.artifactSizeBytes(),
          text,
          PATH + report.id() + "/stream/",
          report.registeredAt());
    }
  }
}
