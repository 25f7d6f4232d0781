package org.endoreg.platform.correlation;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request a correlation id: the caller's, when it is a UUID, else a new one; the answer
 * repeats it.
 */
public class CorrelationFilter {
  private static final String HEADER = "X-Correlation-Id";
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  @ServerRequestFilter(preMatching = true)
  void begin(ContainerRequestContext request) {
    @Nullable String given = request.getHeaderString(HEADER);
    boolean usable = given != null && UUID_TEXT.matcher(given).matches();
    MDC.put(Correlation.MDC_KEY, usable && given != null ? given : UUID.randomUUID().toString());
  }

  @ServerResponseFilter
  void end(ContainerResponseContext response) {
    response.getHeaders().putSingle(HEADER, Correlation.current().toString());
  }
}
