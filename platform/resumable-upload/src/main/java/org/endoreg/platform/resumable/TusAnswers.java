package org.endoreg.platform.resumable;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The headers every request and answer of the protocol has in common. */
public class TusAnswers {
  private static final Set<String> VERBS = Set.of("HEAD", "PATCH", "DELETE", "POST");
  private static final long LINGER_MILLIS = 1_000;

  /** For senders that cannot say PATCH: the header counts, not the verb. */
  @ServerRequestFilter(preMatching = true)
  void override(ContainerRequestContext request) {
    String verb = request.getHeaderString("X-HTTP-Method-Override");
    if (verb != null && isOurs(request) && VERBS.contains(verb)) {
      request.setMethod(verb);
    }
  }

  @ServerResponseFilter
  void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (!isOurs(request)) {
      return;
    }
    MultivaluedMap<String, Object> headers = response.getHeaders();
    if (headers.containsKey("Upload-Complete")) {
      return;
    }
    headers.putSingle("Tus-Resumable", TusResource.VERSION);
    if (response.getStatus() == 412) {
      headers.putSingle("Tus-Version", TusResource.VERSION);
    }
  }

  private static boolean isOurs(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    return path.equals(TusResource.PATH) || path.startsWith(TusResource.PATH + "/");
  }

  /** Where the upload is, until when it waits, and its job once there is one. */
  static Response.ResponseBuilder state(Response.ResponseBuilder answer, ResumableUpload upload) {
    answer.header("Upload-Offset", upload.offset());
    if (!upload.concat().isEmpty()) {
      answer.header("Upload-Concat", upload.concat());
    }
    upload
        .job()
        .ifPresentOrElse(
            job -> tell(answer, job), () -> answer.header("Upload-Expires", date(upload)));
    return answer;
  }

  private static void tell(Response.ResponseBuilder answer, ResumableUpload.Job job) {
    answer.header("X-Upload-Job-Id", job.id()).header("Upload-Job-Url", job.url());
    if (job.reused()) {
      answer.header("X-Upload-Job-Reused", "true");
    }
  }

  private static String date(ResumableUpload upload) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(upload.expiresAt().atOffset(ZoneOffset.UTC));
  }

  /**
   * After an answer that came before the end of the body: what follows is dropped for a moment, so
   * that the sender gets to read the answer, then the connection is closed. Closing at once would
   * make the answer itself get lost.
   */
  static void dropRest(RoutingContext connection) {
    HttpServerRequest request = connection.request();
    if (request.isEnded()) {
      return;
    }
    connection.addEndHandler(
        answered -> {
          if (!request.isEnded()) {
            request.handler(dropped -> {}).resume();
            connection.vertx().setTimer(LINGER_MILLIS, late -> closeUnlessEnded(request));
          }
        });
  }

  private static void closeUnlessEnded(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
