package org.endoreg.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * The stable codes of everything that can go wrong for a caller or for a job, each with its HTTP
 * status and one fixed safe sentence. Clients decide by the code; the sentence never carries a
 * value of the request.
 */
public enum ProblemCode {
  MISSING_FILE(400, "The request has no file part."),
  EMPTY_FILE(400, "The file is empty."),
  INVALID_FILENAME(400, "The file part has no usable name."),
  UNKNOWN_FIELD(400, "The request has a field this route does not know."),
  MALFORMED_REQUEST(400, "The request could not be read."),
  INVALID_PARAMETER(400, "A parameter has a value this route does not take."),
  CENTER_KEY_REQUIRED(400, "A center key is required."),
  CONTRACT_VIOLATION(400, "The registration breaks contract 3.0; the fields tell where."),
  MEDIA_ROLE_REFUSED(400, "Only processed media are taken."),
  ENVELOPE_REQUIRED(400, "Media are taken in a sealed envelope only."),
  ENVELOPE_MALFORMED(400, "The envelope breaks its contract or is of another transfer."),
  BODY_TOO_LARGE(413, "The body is larger than the limit."),
  UNKNOWN_CENTER(400, "No such center."),
  CENTER_CONFLICT(400, "Center key and center name are of different centers."),
  CENTER_RETIRED(400, "This center takes nothing new any more."),
  REASON_REQUIRED(400, "A reason is required."),
  UNAUTHENTICATED(401, "Sign in first."),
  MISSING_GROUPS_CLAIM(401, "The token names no center groups."),
  MALFORMED_GROUPS_CLAIM(401, "The center groups of the token are malformed."),
  UNKNOWN_CENTER_KEYS(401, "The token names a center this deployment does not know."),
  CENTER_FORBIDDEN(403, "This center is outside your scope."),
  FORBIDDEN(403, "You lack the capability this route needs."),
  SAME_PERSON(403, "Another person has to do this: four eyes are required."),
  SECURE_TRANSPORT_REQUIRED(403, "This route is reached over secure transport only."),
  MUTUAL_TLS_REQUIRED(403, "This route is reached with mutual TLS only."),
  NODE_REFUSED(403, "The network node credentials were refused."),
  NODE_CERTIFICATE_MISMATCH(403, "The client certificate is not one of this node."),
  NODE_WITHOUT_CENTER(403, "The node belongs to no center."),
  NOT_FOUND(404, "Resource not found"),
  METHOD_NOT_ALLOWED(405, "This route does not take that method."),
  NOT_ACCEPTABLE(406, "This route cannot answer in the requested format."),
  IDEMPOTENCY_CONFLICT(409, "Idempotency key is bound to other content."),
  IDEMPOTENCY_IN_PROGRESS(409, "A request with this idempotency key is still running."),
  CONFLICT(409, "The resource is in a state that does not allow this."),
  TRANSFER_REPLAY_MISMATCH(409, "This transfer key is bound to another registration."),
  TRANSFER_WITHOUT_MEDIA(409, "This transfer takes no media now."),
  TRANSFER_APPLIED(409, "The hub applied this transfer; it cannot be cancelled any more."),
  ENVELOPE_CONFLICT(409, "Another envelope was taken for this transfer."),
  REQUEST_TOO_SLOW(408, "The body came too slowly; send it again."),
  FILE_TOO_LARGE(413, "The file is larger than the limit."),
  UNSUPPORTED_MEDIA_TYPE(415, "Only PDF reports and MP4, AVI, MOV or WMV videos are accepted."),
  MEDIA_TYPE_MISMATCH(415, "The file name says another type than the content."),
  DIGEST_MISMATCH(422, "The digest that came with the file is not the one of its bytes."),
  RANGE_NOT_SATISFIABLE(416, "The requested range lies outside the content."),
  CENTER_QUEUE_FULL(429, "The center has as many unfinished jobs as it may have; send it later."),
  INTERNAL_ERROR(500, "Something failed here; the trace id finds it in the logs."),
  UNAVAILABLE(503, "A part this route depends on is not available; try again."),
  INSUFFICIENT_STORAGE(507, "There is not enough space to keep the file safely."),

  AUDIT_UNAVAILABLE(503, "The audit entry could not be written, so nothing was changed."),
  // codes a job ends with
  DISPATCH_UNAVAILABLE(422, "The broker was not reachable; the job is tried again."),
  DUPLICATE_CONTENT(422, "These bytes were worked on before; the earlier result stands."),
  INVALID_CONFIGURATION(422, "A setting this job needs is missing."),
  INVALID_INPUT(422, "The source breaks the input contract."),
  MEDIA_INTEGRITY_FAILED(422, "The stored media could not be verified."),
  LEASE_EXPIRED(422, "The worker did not come back in time; the job is tried again."),
  CANCELLED(422, "The job was cancelled."),
  RAW_DROP_REFUSED(422, "This deployment takes anonymized files only."),
  SIDECAR_MISSING(422, "No sidecar came with the file."),
  SIDECAR_AMBIGUOUS(422, "More than one sidecar came with the file."),
  SIDECAR_INVALID(422, "The sidecar breaks its contract."),
  SIDECAR_DIGEST_MISMATCH(422, "The sidecar speaks of other bytes."),
  SIDECAR_CENTER_MISMATCH(422, "The sidecar names another center."),
  SIDECAR_NOT_VALIDATED(422, "The sidecar does not state that a person signed off."),
  UNREADABLE_SOURCE(422, "The file is damaged or not what its type says."),
  ENCRYPTED_PDF(422, "The PDF is protected by a password. Export it without one."),
  LIMIT_EXCEEDED(422, "The file exceeds a processing limit (pages, size or time)."),
  NO_VIDEO_STREAM(422, "The file has no video stream."),
  NO_FRAMES(422, "The video has no decodable frame."),
  UNSUPPORTED_CODEC(422, "The video uses a codec that cannot be decoded."),
  ROI_UNRESOLVED(422, "The endoscopy processor is unknown. Add its profile, then retry."),
  LAYOUT_UNMATCHED_STRICT(422, "The report layout is not known to this center."),
  RESIDUAL_PHI(422, "The re-read still found an identifier. The artifact was withheld."),
  OCR_UNAVAILABLE(422, "Text recognition is not installed. Install tesseract-ocr-deu, then retry."),
  MODEL_UNAVAILABLE(422, "A required model file is missing."),
  ENCODE_FAILED(422, "The video could not be encoded."),
  LEASE_LOST(422, "The worker lost its lease; another one continues."),
  INTEGRITY_MISMATCH(422, "The stored bytes are not the accepted ones."),
  SOURCE_MISSING(422, "The accepted bytes are gone."),
  PROCESSING_FAILED(422, "Processing failed several times; see the service log by correlation id."),
  POLICY_DENIED(422, "A policy forbids this."),
  HUB_UNAVAILABLE(503, "The hub or the line to it does not answer; it is tried again."),
  ENVELOPE_REFUSED(422, "The sealed media are not authentic or not for this hub."),

  // codes of a dead letter
  RECORD_EXPIRED(410, "The broker does not keep this record any more; it cannot be replayed."),
  RECORD_UNREADABLE(422, "The record is no event this version can read."),
  REPLAY_FAILED(422, "The event failed again; it stays among the dead letters."),

  // codes of the resumable upload
  WRONG_CONTENT_TYPE(415, "The body must be application/offset+octet-stream."),
  CHUNK_TOO_LARGE(413, "The body goes beyond the announced length of the upload."),
  OFFSET_CONFLICT(409, "The upload is at another offset; ask for it and go on from there."),
  REQUEST_TIMEOUT(408, "The body came too slowly; what arrived is kept."),
  UPLOAD_EXPIRED(410, "The upload was not continued in time and its bytes are gone."),
  TUS_VERSION(412, "This route speaks tus 1.0.0 only."),
  UPLOAD_LOCKED(423, "Another request is writing this upload."),
  TOO_MANY_UPLOADS(429, "The center has too many unfinished uploads; finish or end some."),
  CENTER_STAGING_FULL(
      429, "The center's unfinished uploads take all the room it has; go on later."),
  CHECKSUM_MISMATCH(460, "The bytes that arrived are not the announced ones.");

  private final int status;
  private final String safeText;

  ProblemCode(int status, String safeText) {
    this.status = status;
    this.safeText = safeText;
  }

  /** The HTTP status of an answer with this code. */
  public int status() {
    return status;
  }

  /** One sentence for people, the same for every occurrence. */
  public String safeText() {
    return safeText;
  }

  /** The code as it stands in JSON, in events as in answers: lower case. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static ProblemCode of(String wireName) {
    return Arrays.stream(values())
        .filter(code -> code.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown problem code"));
  }
}
