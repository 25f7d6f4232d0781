package org.endoreg.platform.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever a route throws into a problem answer, so that no exception text ever reaches a
 * caller.
 */
public class ProblemAnswers {
  private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

  @ServerExceptionMapper
  Response known(ProblemException problem) {
    return Problem.response(problem.code(), problem.errors());
  }

  @ServerExceptionMapper
  Response refusedByTheFramework(WebApplicationException refused) {
    return Problem.response(codeFor(refused.getResponse().getStatus()), Map.of());
  }

  @ServerExceptionMapper
  Response unforeseen(Exception failure) {
    LOG.errorf("unforeseen %s", FailurePlace.of(failure));
    return Problem.response(ProblemCode.INTERNAL_ERROR, Map.of());
  }

  private static ProblemCode codeFor(int status) {
    return switch (status) {
      case 401 -> ProblemCode.UNAUTHENTICATED;
      case 403 -> ProblemCode.FORBIDDEN;
      case 404 -> ProblemCode.NOT_FOUND;
      case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
      case 406 -> ProblemCode.NOT_ACCEPTABLE;
      case 413 -> ProblemCode.FILE_TOO_LARGE;
      case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> ProblemCode.UNAVAILABLE;
      default -> status < 500 ? ProblemCode.MALFORMED_REQUEST : ProblemCode.INTERNAL_ERROR;
    };
  }
}
