package org.endoreg.platform.problem;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.correlation.Correlation;

/**
 * The body of an RFC 9457 answer. {@code error} repeats {@code detail} for clients of the reference
 * system, {@code code} is what clients decide by, {@code traceId} finds the log lines.
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String error,
    String traceId,
    Map<String, List<String>> errors) {

  /** The media type of a problem answer. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** When it is worth asking again after a passing failure of ours. */
  private static final int SOON_SECONDS = 5;

  private static final int WHEN_THERE_IS_ROOM_SECONDS = 30;
  private static final int LATER_SECONDS = 600;

  /** The problem with this code. */
  public static Problem of(ProblemCode code, Map<String, List<String>> errors) {
    return new Problem(
        "about:blank",
        title(code.status()),
        code.status(),
        code.safeText(),
        code.wireName(),
        code.safeText(),
        Correlation.current().toString(),
        errors);
  }

  /** The answer with this code. */
  public static Response response(ProblemCode code, Map<String, List<String>> errors) {
    Response.ResponseBuilder answer =
        Response.status(code.status())
            .type(MEDIA_TYPE)
            .header("Cache-Control", "no-store")
            .entity(of(code, errors));
    if (code.status() == 401) {
      answer.header("WWW-Authenticate", "Bearer");
    }
    int retryAfter = retryAfterSeconds(code);
    if (retryAfter > 0) {
      answer.header("Retry-After", retryAfter);
    }
    return answer.build();
  }

  /** 0 when waiting alone would not help. */
  private static int retryAfterSeconds(ProblemCode code) {
    return switch (code) {
      case CENTER_QUEUE_FULL, CENTER_STAGING_FULL -> WHEN_THERE_IS_ROOM_SECONDS;
      case TOO_MANY_UPLOADS -> LATER_SECONDS;
      case IDEMPOTENCY_IN_PROGRESS, UPLOAD_LOCKED -> SOON_SECONDS;
      default -> code.status() == 503 ? SOON_SECONDS : 0;
    };
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? titleBeyondJakarta(status) : known.getReasonPhrase();
  }

  private static String titleBeyondJakarta(int status) {
    return switch (status) {
      case 423 -> "Locked";
      case 460 -> "Checksum Mismatch";
      case 507 -> "Insufficient Storage";
      default -> "Unprocessable Content";
    };
  }
}
