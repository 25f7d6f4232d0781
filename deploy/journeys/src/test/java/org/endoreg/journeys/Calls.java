package org.endoreg.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Requests as any client could send them, with a token or without. */
public record Calls(String address, String token) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String BOUNDARY = "endoreg-boundary";

  /** The content type of a form made here. */
  static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  /** The same for whoever did not sign in. */
  public Calls anonymous() {
    return new Calls(address, "");
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        "POST", path, json.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  public HttpResponse<String> send(String method, String path, byte[] body, String... headers) {
    return sent(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  /** The status alone; a stream that never ends is not read. */
  public int statusOf(String method, String path, byte[] body, String... headers) {
    HttpResponse<InputStream> answer =
        sent(request(method, path, body, headers), HttpResponse.BodyHandlers.ofInputStream());
    try {
      answer.body().close();
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
    return answer.statusCode();
  }

  private HttpRequest request(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private static <T> HttpResponse<T> sent(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Uploads a form; {@code key} goes into the header {@code Idempotency-Key} unless empty. */
  public HttpResponse<String> upload(Form form, String key) {
    return key.isEmpty()
        ? send("POST", "/api/upload/", form.bytes(), "Content-Type", FORM_TYPE)
        : send(
            "POST",
            "/api/upload/",
            form.bytes(),
            "Content-Type",
            FORM_TYPE,
            "Idempotency-Key",
            key);
  }

  public HttpResponse<String> upload(Form form) {
    return upload(form, "");
  }

  public HttpResponse<String> upload(String center, String name, byte[] content) {
    return upload(Form.of("center_key", center).file(name, content));
  }

  /**
   * A form with a file that begins like a PDF and is of this length, never in memory as a whole.
   */
  HttpResponse<String> uploadZeros(String center, long length) {
    Form head = Form.of("center_key", center);
    head.text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    head.text("a.pdf\"\r\nContent-Type: application/octet-stream\r\n\r\n%PDF-1.7");
    List<InputStream> body =
        List.of(
            new ByteArrayInputStream(head.parts().toByteArray()),
            zeros(length - "%PDF-1.7".length()),
            new ByteArrayInputStream(
                ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/api/upload/"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("Authorization", "Bearer " + token)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new SequenceInputStream(Collections.enumeration(body))))
            .build();
    return sent(request, HttpResponse.BodyHandlers.ofString());
  }

  private static InputStream zeros(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int count) {
        if (left <= 0) {
          return -1;
        }
        int some = (int) Math.min(count, left);
        Arrays.fill(bytes, offset, offset + some, (byte) 0);
        left -= some;
        return some;
      }
    };
  }

  /** The parts of a multipart body. */
  public record Form(ByteArrayOutputStream parts) {
    public static Form of(String name, String value) {
      return new Form(new ByteArrayOutputStream()).field(name, value);
    }

    public static Form empty() {
      return new Form(new ByteArrayOutputStream());
    }

    public Form field(String name, String value) {
      text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n");
      text(value + "\r\n");
      return this;
    }

    public Form file(String name, byte[] content) {
      text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
      text(name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
      parts.writeBytes(content);
      text("\r\n");
      return this;
    }

    private void text(String text) {
      parts.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
      byte[] end = ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(parts.toByteArray());
      all.writeBytes(end);
      return all.toByteArray();
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  public static String code(HttpResponse<String> answer) {
    return json(answer).path("code").asText();
  }

  public static String jobId(HttpResponse<String> answer) {
    return json(answer).path("upload_id").asText();
  }
}
