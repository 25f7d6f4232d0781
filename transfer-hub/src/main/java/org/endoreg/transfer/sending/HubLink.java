package org.endoreg.transfer.sending;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.endoreg.contracts.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * The hub as a sender sees it. Every answer is sorted into three: it can be read, it ends the
 * transfer, or asking again may help. Redirects are not followed.
 */
final class HubLink {
  private static final String TRANSFERS = "/api/media/hub/transfers/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI hub;
  private final String nodeKey;
  private final String secret;
  private final Patience patience;

  /** How long a question may take, and how long a request that carries media. */
  record Patience(Duration answer, Duration upload) {}

  HubLink(HttpClient http, URI hub, String nodeKey, String secret, Patience patience) {
    this.http = http;
    this.hub = hub;
    this.nodeKey = nodeKey;
    this.secret = secret;
    this.patience = patience;
  }

  JsonNode register(String body) throws TransferFailed, HubAway {
    return json(
        send(
            request("", patience.answer(), "application/json")
                .POST(BodyPublishers.ofString(body))));
  }

  JsonNode status(String key) throws TransferFailed, HubAway {
    return json(send(request(key + "/status/", patience.answer(), null).GET()));
  }

  /** A page of what the hub has of this node, by key. */
  JsonNode transfers(String after, int limit) throws TransferFailed, HubAway {
    String query = "?limit=" + limit + "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    return json(send(request(query, patience.answer(), null).GET()));
  }

  /** Binds the transfer to the envelope and tells from which byte on the hub wants more. */
  long bind(String key, String envelope) throws TransferFailed, HubAway {
    return offset(
        send(
            request(key + "/media/", patience.answer(), "application/json")
                .PUT(BodyPublishers.ofString(envelope))));
  }

  /** Sends {@code length} bytes from {@code offset} on, and tells where the hub is then. */
  long append(String key, long offset, long length, InputStream bytes)
      throws TransferFailed, HubAway {
    BodyPublisher body =
        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), length);
    HttpResponse<String> answer =
        exchange(
            request(key + "/media/", patience.upload(), "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .method("PATCH", body));
    requireTaken(answer.statusCode());
    return offset(answer);
  }

  private HttpRequest.Builder request(String path, Duration limit, @Nullable String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(TRANSFERS + path))
            .timeout(limit)
            .header("X-Network-Node-Key", nodeKey)
            .header("X-Network-Node-Secret", secret);
    return contentType == null ? request : request.header("Content-Type", contentType);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws TransferFailed, HubAway {
    HttpResponse<String> answer = exchange(request);
    requireSuccess(answer.statusCode());
    return answer;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) throws HubAway {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new HubAway("unreachable");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new HubAway("stopped");
    }
  }

  /**
   * The same for bytes: a conflict says that the hub is at another offset than it was, because a
   * request of an earlier attempt arrived late. The next attempt asks where it is.
   */
  static void requireTaken(int status) throws TransferFailed, HubAway {
    if (status == 409) {
      throw new HubAway("http_409");
    }
    requireSuccess(status);
  }

  /** Sorts an answer by its status: it is read, it ends the transfer, or it may pass. */
  static void requireSuccess(int status) throws TransferFailed, HubAway {
    if (status >= 200 && status < 300) {
      return;
    }
    switch (status) {
      case 401, 403 ->
          throw new TransferFailed(FailureClass.AUTHORIZATION_DENIAL, "http_" + status);
      case 409, 422 ->
          throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "http_" + status);
      case 408, 423, 425, 429 -> throw new HubAway("http_" + status);
      case 507 -> throw new HubAway("http_507", ProblemCode.INSUFFICIENT_STORAGE);
      default -> {
        if (status >= 500) {
          throw new HubAway("http_" + status);
        }
        throw new TransferFailed(FailureClass.CONFIGURATION_REJECTION, "http_" + status);
      }
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws TransferFailed {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException noAcknowledgement) {
      throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "no_acknowledgement");
    }
  }

  private static long offset(HttpResponse<String> answer) throws TransferFailed {
    return answer
        .headers()
        .firstValue("Upload-Offset")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElseThrow(() -> new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "no_offset"));
  }
}
