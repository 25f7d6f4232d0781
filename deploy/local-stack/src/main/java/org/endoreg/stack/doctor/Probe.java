package org.endoreg.stack.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFailure;

/** Asks once and does not wait: a doctor that hangs with the patient helps nobody. */
final class Probe {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  /** The status of the answer; empty when there was none. */
  Optional<Integer> status(HubClient to, String path) {
    return send(to, path, false).map(HttpResponse::statusCode);
  }

  /** The document under the path; empty when it is not to be had. */
  Optional<JsonNode> read(HubClient from, String path) {
    return send(from, path, false).flatMap(this::body);
  }

  /** The same after a POST without a body. */
  Optional<JsonNode> post(HubClient to, String path) {
    return send(to, path, true).flatMap(this::body);
  }

  private Optional<HttpResponse<String>> send(HubClient to, String path, boolean post) {
    try {
      HttpRequest.Builder request = to.request(path).timeout(LIMIT);
      if (post) {
        request.POST(HttpRequest.BodyPublishers.noBody());
      }
      return Optional.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | SuiteFailure away) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<JsonNode> body(HttpResponse<String> answer) {
    try {
      return answer.statusCode() == 200
          ? Optional.of(json.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }
}
