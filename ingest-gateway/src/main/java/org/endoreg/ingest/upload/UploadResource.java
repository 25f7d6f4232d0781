package org.endoreg.ingest.upload;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.Acceptance;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.Ledger;
import org.endoreg.ingest.ledger.MediaTypes;
import org.endoreg.ingest.ledger.Submission;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.Callers;
import org.endoreg.platform.access.Needs;
import org.endoreg.platform.http.BulkBody;
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
  private final CenterQuota quota;
  private final Ledger ledger;
  private final IdempotencyClaims claims;
  private final Jdbi jdbi;
  private final Callers callers;
  private final UploadSettings settings;

  UploadResource(
      FileIntake intake,
      UploadCenter centers,
      CenterQuota quota,
      Ledger ledger,
      IdempotencyClaims claims,
      Jdbi jdbi,
      Callers callers,
      UploadSettings settings) {
    this.intake = intake;
    this.centers = centers;
    this.quota = quota;
    this.ledger = ledger;
    this.claims = claims;
    this.jdbi = jdbi;
    this.callers = callers;
    this.settings = settings;
  }

  /** Accepts one file; see the class comment for the answers. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @BulkBody
  @Needs(Capability.UPLOAD_WRITE)
  public Response upload(
      @HeaderParam("Content-Type") String contentType,
      @HeaderParam("Content-Length") @Nullable Long contentLength,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @HeaderParam("Repr-Digest") @Nullable String reprDigest,
      InputStream body) {
    if (contentLength != null && contentLength > settings.maxBytes() + FORM_OVERHEAD) {
      throw new ProblemException(ProblemCode.FILE_TOO_LARGE);
    }
    try (IdempotencyClaims.Claim claim = claims.begin()) {
      Optional<String> key = Optional.ofNullable(idempotencyKey);
      UploadForm form = UploadForm.read(contentType, paced(body, claim), receiver(claim, key));
      ReceivedFile file =
          form.file().orElseThrow(() -> new ProblemException(ProblemCode.MISSING_FILE));
      return answer(accept(form, file, key, reprDigest));
    }
  }

  private InputStream paced(InputStream body, IdempotencyClaims.Claim claim) {
    return new PacedBody(
        body, settings.minBytesPerSecond(), settings.slowGrace(), System::nanoTime, claim::keep);
  }

  /** A key that comes after the file cannot be claimed; then the ledger decides at the end. */
  private UploadForm.FileReceiver receiver(IdempotencyClaims.Claim claim, Optional<String> header) {
    return (name, bytes, soFar) -> {
      CenterKey center = centers.provisional(soFar.field("center_key"), soFar.field("center_name"));
      quota.require(center);
      claim.take(center, systemOf(soFar), keyOf(soFar, header));
      return intake.receive(center, name, bytes);
    };
  }

  private static Optional<String> keyOf(UploadForm form, Optional<String> header) {
    return header
        .or(() -> form.field("idempotency_key"))
        .map(String::trim)
        .filter(key -> !key.isEmpty());
  }

  private static String systemOf(UploadForm form) {
    return form.field("source_system").orElse("api");
  }

  private Acceptance accept(
      UploadForm form,
      ReceivedFile received,
      Optional<String> header,
      @Nullable String reprDigest) {
    ReceivedFile file = received;
    try {
      ExpectedDigest.require(file.blob().sha256(), form.field("sha256"), reprDigest);
      CenterKey center = centers.resolve(form.field("center_key"), form.field("center_name"));
      if (!center.equals(file.blob().key().center())) {
        quota.require(center);
        file = intake.moveTo(center, file);
      }
      Caller caller = callers.current();
      Submission submission = submission(form, file, center, header).by(caller.subject());
      Acceptance acceptance =
          jdbi.inTransaction(transaction -> ledger.accept(transaction, caller.scope(), submission));
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
    String key = keyOf(form, header).orElse("");
    String system = systemOf(form);
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
}
