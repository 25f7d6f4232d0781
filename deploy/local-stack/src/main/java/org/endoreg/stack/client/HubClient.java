package org.endoreg.stack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.endoreg.platform.resumable.client.TusClient;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * Uploads files and reads jobs. An upload that fails on the way is sent again: the hub knows bytes
 * it has seen.
 */
public final class HubClient {
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(30);
  private static final Set<String> ENDINGS =
      Set.of("pdf", "mp4", "m4v", "avi", "mov", "qt", "wmv", "mkv", "webm");
  private static final int TRIES = 60;
  private static final long PAUSE_MILLIS = 1_000;

  private final String address;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Optional<AccessToken> token;

  /** Talks to the suite at this address, which asks nobody to sign in. */
  public HubClient(String address) {
    this(address, Optional.empty());
  }

  /** Talks to the suite at this address, signed in when there is a token. */
  public HubClient(String address, Optional<AccessToken> token) {
    this.address = address;
    this.token = token;
  }

  /**
   * Uploads one file and returns what the hub answered.
   *
   * @throws SuiteFailure when the hub refuses the file; the message is the hub's own
   */
  public UploadResult upload(Path file, String center) {
    JsonNode answer = sendUntilAnswered(() -> uploadRequest(file, center));
    return new UploadResult(
        file.getFileName().toString(),
        answer.path("upload_id").asText(),
        answer.path("reused").asBoolean());
  }

  /** Up to 200 of the newest jobs. */
  public List<JobRow> jobs() {
    JsonNode page = sendUntilAnswered(() -> get("/api/jobs/?limit=200"));
    List<JobRow> jobs = new ArrayList<>();
    page.path("results").forEach(job -> jobs.add(JobRow.of(job)));
    return jobs;
  }

  /** One document by path, for tables that show links. */
  public JsonNode read(String path) {
    return sendUntilAnswered(() -> get(path));
  }

  /** Writes one document by path into a file. */
  public void download(String path, Path file) {
    HttpResponse<Path> answer = once(get(path), HttpResponse.BodyHandlers.ofFile(file));
    if (answer.statusCode() >= 300) {
      throw new SuiteFailure("http_" + answer.statusCode());
    }
  }

  /** The bytes of one small document by path, as of a picture. */
  public byte[] bytes(String path) {
    HttpResponse<byte[]> answer = once(get(path), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new SuiteFailure("http_" + answer.statusCode());
    }
    return answer.body();
  }

  /**
   * One document by path, asked for once: for answers that say at once that something is away.
   *
   * @throws SuiteFailure when there is none; the message is the suite's own
   */
  public JsonNode ask(String path) {
    return answered(get(path));
  }

  /**
   * Changes something, once: whether an unanswered change happened is not known, so it is not sent
   * again.
   *
   * @throws SuiteFailure when the suite refuses; the message is its own
   */
  public JsonNode post(String path, Object body) {
    return answered(
        request(path)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.valueToTree(body).toString()))
            .build());
  }

  private JsonNode answered(HttpRequest request) {
    HttpResponse<String> answer = once(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new SuiteFailure(refusal(answer));
    }
    try {
      return json.readTree(answer.body());
    } catch (JsonProcessingException noJson) {
      throw new SuiteFailure("the suite's answer is no JSON", noJson);
    }
  }

  private <T> HttpResponse<T> once(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException away) {
      throw new SuiteFailure("the suite at " + address + " does not answer", away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SuiteFailure("interrupted");
    }
  }

  private HttpRequest get(String path) {
    return request(path).timeout(Duration.ofSeconds(20)).build();
  }

  /** A request to the suite, signed in when there is a token. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    token.ifPresent(held -> request.header("Authorization", "Bearer " + held.value()));
    return request;
  }

  /** The resumable upload of the hub, signed in like this client. */
  public TusClient resumable() {
    return new TusClient(
        URI.create(address + "/api/uploads/"), () -> token.map(AccessToken::value), REQUEST_LIMIT);
  }

  private HttpRequest uploadRequest(Path file, String center) {
    String boundary = "endoreg-" + UUID.randomUUID();
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"center_key\"\r\n\r\n"
            + center
            + "\r\n--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + fixedName(file)
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    String tail = "\r\n--" + boundary + "--\r\n";
    return request("/api/upload/")
        .timeout(REQUEST_LIMIT)
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body(head, file, tail)))
        .build();
  }

  /** A file name can hold a patient's name, even behind its dot; only a known ending goes out. */
  public static String fixedName(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return "upload" + (ENDINGS.contains(ending) ? "." + ending : "");
  }

  private static InputStream body(String head, Path file, String tail) {
    try {
      return new SequenceInputStream(
          Collections.enumeration(List.of(text(head), Files.newInputStream(file), text(tail))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream text(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode sendUntilAnswered(java.util.function.Supplier<HttpRequest> request) {
    for (int i = 0; i < TRIES; i++) {
      try {
        HttpResponse<String> answer =
            http.send(request.get(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() < 300) {
          return json.readTree(answer.body());
        }
        if (answer.statusCode() < 500 || answer.statusCode() == 507) {
          throw new SuiteFailure(refusal(answer));
        }
      } catch (IOException away) {
        // The service may just be starting again.
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new SuiteFailure("interrupted");
      }
      pause();
    }
    throw new SuiteFailure("the suite at " + address + " does not answer; ./endoreg status");
  }

  private String refusal(HttpResponse<String> answer) {
    try {
      JsonNode problem = json.readTree(answer.body());
      return problem.path("code").asText("http_" + answer.statusCode())
          + ": "
          + problem.path("detail").asText("");
    } catch (IOException noProblemBody) {
      return "http_" + answer.statusCode();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
