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
    if (code.status() == 503 || code == ProblemCode.IDEMPOTENCY_IN_PROGRESS) {
      answer.header("Retry-After", SOON_SECONDS);
    }
    return answer.build();
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
