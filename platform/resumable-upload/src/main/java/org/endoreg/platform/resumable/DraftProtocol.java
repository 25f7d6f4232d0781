package org.endoreg.platform.resumable;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The same uploads in the words of draft-ietf-httpbis-resumable-upload, for requests that do not
 * say they are tus; off unless turned on, because the draft still moves. Two of its freedoms are
 * not taken: the length must be known when an upload begins, and with its last byte an upload is
 * complete. Interim answers (104) are not sent; who has to go on after a cut begins empty.
 */
@ApplicationScoped
class DraftProtocol {
  static final String PARTIAL = "application/partial-upload";

  private static final Set<String> VERSIONS = Set.of("6", "7", "8");
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

  /** Refusals that speak of the file, which arrived whole, and not of its transfer. */
  private static final Set<ProblemCode> OF_THE_FILE =
      Set.of(
          ProblemCode.CHECKSUM_MISMATCH,
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          ProblemCode.MEDIA_TYPE_MISMATCH);

  private final Reception reception;
  private final ResumableSettings settings;

  DraftProtocol(Reception reception, ResumableSettings settings) {
    this.reception = reception;
    this.settings = settings;
  }

  /** True when this request is not tus and may be of the draft. */
  boolean isSpoken(HttpHeaders headers) {
    @Nullable String version = headers.getHeaderString("Upload-Draft-Interop-Version");
    return settings.ietfDraft()
        && headers.getHeaderString("Tus-Resumable") == null
        && (version == null || VERSIONS.contains(version));
  }

  /** The same for a request with a body, which must say whether that is the end. */
  boolean isSpokenWithBytes(HttpHeaders headers) {
    return isSpoken(headers) && headers.getHeaderString("Upload-Complete") != null;
  }

  Response create(CenterScope scope, HttpHeaders headers, String collection, InputStream body) {
    boolean complete = isComplete(headers);
    long content = contentLength(headers);
    long length = length(headers, complete, content);
    ResumableUpload upload =
        reception.create(scope, DraftMetadata.of(headers), Concatenation.parse(null), "", length);
    try {
      if (content != 0) {
        upload = reception.append(scope, upload.id(), chunk(0, content, body));
      }
    } catch (RuntimeException failed) {
      // Its sender was never told where it is, so nobody could go on with it.
      reception.endIfOpen(scope, upload.id());
      throw failed;
    }
    return state(Response.status(201), upload)
        .header("Location", collection + "/" + upload.id())
        .build();
  }

  Response tell(CenterScope scope, UUID id) {
    ResumableUpload upload = reception.tell(scope, id);
    return state(Response.noContent(), upload)
        .header("Upload-Length", upload.length())
        .header("Cache-Control", "no-store")
        .build();
  }

  Response append(
      CenterScope scope,
      UUID id,
      HttpHeaders headers,
      InputStream body,
      RoutingContext connection) {
    if (!PARTIAL.equals(headers.getHeaderString("Content-Type"))) {
      throw new ProblemException(ProblemCode.WRONG_CONTENT_TYPE);
    }
    boolean complete = isComplete(headers);
    long offset = required(headers, "Upload-Offset");
    long content = contentLength(headers);
    try {
      requireEnd(scope, id, complete, offset, content);
      ResumableUpload upload = reception.append(scope, id, chunk(offset, content, body));
      return state(Response.noContent(), upload).build();
    } catch (OffsetConflict conflict) {
      TusAnswers.dropRest(connection);
      return mismatch(conflict.upload(), offset);
    } catch (ProblemException refused) {
      if (!OF_THE_FILE.contains(refused.code())) {
        throw refused;
      }
      Response answer = Problem.response(refused.code(), refused.errors());
      return Response.fromResponse(answer).header("Upload-Complete", "?1").build();
    }
  }

  /** What is said to be the end must be the end. */
  private void requireEnd(CenterScope scope, UUID id, boolean complete, long offset, long content) {
    ResumableUpload upload = reception.tell(scope, id);
    boolean atItsPlace = offset == upload.offset();
    if (complete && atItsPlace && content >= 0 && offset + content != upload.length()) {
      throw inconsistent();
    }
  }

  private long length(HttpHeaders headers, boolean complete, long content) {
    Optional<Long> told = optional(headers, "Upload-Length");
    boolean known = complete && content >= 0;
    if (known && told.filter(length -> length != content).isPresent()) {
      throw inconsistent();
    }
    return known ? content : told.orElseThrow(() -> invalid("Upload-Length"));
  }

  private static ProblemException inconsistent() {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of("Upload-Length", List.of("inconsistent")));
  }

  private Response.ResponseBuilder state(Response.ResponseBuilder answer, ResumableUpload upload) {
    boolean complete = upload.state() == ResumableUpload.State.COMPLETE;
    answer.header("Upload-Complete", complete ? "?1" : "?0");
    answer.header("Upload-Limit", limits());
    return TusAnswers.state(answer, upload);
  }

  String limits() {
    return "max-size="
        + Math.min(settings.maxBytes(), settings.maxStagedBytesPerCenter())
        + ", max-age="
        + settings.expiry().toSeconds();
  }

  private Response mismatch(ResumableUpload upload, long provided) {
    Map<String, Object> problem =
        Map.of(
            "type", TYPES + "mismatching-upload-offset",
            "title", "Conflict",
            "status", ProblemCode.OFFSET_CONFLICT.status(),
            "code", ProblemCode.OFFSET_CONFLICT.wireName(),
            "detail", ProblemCode.OFFSET_CONFLICT.safeText(),
            "expected-offset", upload.offset(),
            "provided-offset", provided);
    return state(
            Response.status(ProblemCode.OFFSET_CONFLICT.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem),
            upload)
        .build();
  }

  private static Chunk chunk(long offset, long content, InputStream body) {
    return new Chunk(offset, content, Optional.empty(), body);
  }

  private static boolean isComplete(HttpHeaders headers) {
    return switch (String.valueOf(headers.getHeaderString("Upload-Complete"))) {
      case "?1" -> true;
      case "?0" -> false;
      default -> throw invalid("Upload-Complete");
    };
  }

  private static long contentLength(HttpHeaders headers) {
    return optional(headers, "Content-Length").orElse(-1L);
  }

  private static long required(HttpHeaders headers, String name) {
    return optional(headers, name).orElseThrow(() -> invalid(name));
  }

  private static Optional<Long> optional(HttpHeaders headers, String name) {
    @Nullable String text = headers.getHeaderString(name);
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,15}")) {
      throw invalid(name);
    }
    return Optional.of(Long.parseLong(text));
  }

  private static ProblemException invalid(String name) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(name, List.of("invalid")));
  }
}
