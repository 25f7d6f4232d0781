package org.endoreg.ingest.upload;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.Acceptance;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.ingest.ledger.MediaTypes;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.ingest.ledger.UploadJob;
import org.endoreg.ingest.ledger.UploadJobs;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The upload boundary. 201 with a job when the bytes are new to their center, 200 with the same job
 * when they are not; what is refused leaves neither a row nor a blob. When the database goes away
 * in the middle, the row may stand, so the blob stays. Kafka is not needed for an answer.
 */
@Path("/api/upload")
@Produces(MediaType.APPLICATION_JSON)
public class UploadResource {
  private static final int FORM_OVERHEAD = 1_048_576;

  private final FileIntake intake;
  private final UploadCenter centers;
  private final Ledger ledger;
  private final UploadJobs jobs;
  private final Jdbi jdbi;
  private final Callers callers;
  private final long maxBytes;

  UploadResource(
      FileIntake intake,
      UploadCenter centers,
      Ledger ledger,
      UploadJobs jobs,
      Jdbi jdbi,
      Callers callers,
      UploadSettings settings) {
    this.intake = intake;
    this.centers = centers;
    this.ledger = ledger;
    this.jobs = jobs;
    this.jdbi = jdbi;
    this.callers = callers;
    this.maxBytes = settings.maxBytes();
  }

  /** Accepts one file; see the class comment for the answers. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Needs(Capability.UPLOAD_WRITE)
  public Response upload(
      @HeaderParam("Content-Type") String contentType,
      @HeaderParam("Content-Length") @Nullable Long contentLength,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      InputStream body) {
    if (contentLength != null && contentLength > maxBytes + FORM_OVERHEAD) {
      throw new ProblemException(ProblemCode.FILE_TOO_LARGE);
    }
    UploadForm form =
        UploadForm.read(
            contentType,
            body,
            (name, bytes, soFar) ->
                intake.receive(
                    centers.provisional(soFar.field("center_key"), soFar.field("center_name")),
                    name,
                    bytes));
    ReceivedFile file =
        form.file().orElseThrow(() -> new ProblemException(ProblemCode.MISSING_FILE));
    return answer(accept(form, file, Optional.ofNullable(idempotencyKey)));
  }

  /** The job as its sender may see it. */
  @GET
  @Path("/{id}/status")
  @Needs(Capability.UPLOAD_READ)
  public UploadStatusAnswer status(@PathParam("id") String id) {
    return jobs.find(callers.current().scope(), jobId(id))
        .map(UploadStatusAnswer::of)
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  private Acceptance accept(UploadForm form, ReceivedFile received, Optional<String> header) {
    ReceivedFile file = received;
    try {
      CenterKey center = centers.resolve(form.field("center_key"), form.field("center_name"));
      if (!center.equals(file.blob().key().center())) {
        file = intake.moveTo(center, file);
      }
      Submission submission = submission(form, file, center, header);
      Acceptance acceptance =
          jdbi.inTransaction(
              transaction -> ledger.accept(transaction, callers.current().scope(), submission));
      if (acceptance.reused()) {
        file.discard();
      }
      return acceptance;
    } catch (IOException failed) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    } catch (ProblemException refused) {
      file.discard();
      throw refused;
    }
  }

  private static Submission submission(
      UploadForm form, ReceivedFile file, CenterKey center, Optional<String> header) {
    String key = header.or(() -> form.field("idempotency_key")).orElse("").trim();
    String system = form.field("source_system").orElse("api");
    if (key.length() > 255 || system.length() > 255) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
    return new Submission(
        center,
        MediaTypes.kindOf(file.mediaType()),
        file.mediaType(),
        file.blob(),
        IngestMode.API,
        system,
        key);
  }

  private static Response answer(Acceptance acceptance) {
    UploadAnswer answer = UploadAnswer.of(acceptance.jobId(), acceptance.reused());
    return Response.status(acceptance.reused() ? 200 : 201).entity(answer).build();
  }

  private static UUID jobId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(ProblemCode.NOT_FOUND);
    }
  }

  /** Status of one upload. */
  public record UploadStatusAnswer(
      UUID id,
      String status,
      CenterKey sourceCenterKey,
      String sourceSystem,
      String ingestMode,
      @Nullable String errorCode,
      @Nullable String errorDetail,
      @Nullable String stage,
      int percent,
      int secondsLeft,
      @Nullable Long mediumId,
      @Nullable Long patientId) {

    static UploadStatusAnswer of(UploadJob job) {
      return new UploadStatusAnswer(
          job.id(),
          job.status().wireName(),
          job.centerKey(),
          job.sourceSystem(),
          job.ingestMode(),
          job.errorCode(),
          job.errorDetail(),
          job.stage(),
          job.percent(),
          job.secondsLeft(),
          job.mediumId(),
          job.patientId());
    }
  }
}
