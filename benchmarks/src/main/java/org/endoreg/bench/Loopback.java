package org.endoreg.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The client of all measurements; its own processor time is never counted. */
final class Loopback {
  private static final Set<String> ENDS = Set.of("anonymized", "error", "lost", "cancelled");
  private static final String BOUNDARY = "endoreg-benchmark";
  private static final int LONGEST_RANGE = 8 << 20;

  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  Loopback() {
    this(HttpClient.newBuilder());
  }

  private Loopback(HttpClient.Builder client) {
    this.http = client.version(HttpClient.Version.HTTP_1_1).build();
  }

  /** The same for servers with this certificate. */
  static Loopback trusting(OwnCertificate certificate) throws IOException {
    return new Loopback(HttpClient.newBuilder().sslContext(certificate.client()));
  }

  /** Sends the file as a form, as the page does; returns the id of the job. */
  String post(String address, Path file) throws IOException, InterruptedException {
    String head =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"upload.mp4\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";
    BodyPublisher form =
        BodyPublishers.concat(
            BodyPublishers.ofString(head, StandardCharsets.UTF_8),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n", StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        request(address + "/api/upload/")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    return json.readTree(send(request.POST(form).build())).path("upload_id").asText();
  }

  /** Creates a resumable upload and sends the file in one request; the job when there is one. */
  String resumable(String address, Path file) throws IOException, InterruptedException {
    HttpRequest creation =
        request(address)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", Long.toString(Files.size(file)))
            .header("Upload-Metadata", "filename dXBsb2FkLm1wNA==")
            .POST(BodyPublishers.noBody())
            .build();
    var created = http.send(creation, BodyHandlers.ofString());
    require(created.statusCode() == 201, "creation answered " + created.statusCode());
    URI place = URI.create(address).resolve(created.headers().firstValue("Location").orElseThrow());
    HttpRequest bytes =
        request(place.toString())
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "0")
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofFile(file))
            .build();
    var taken = http.send(bytes, BodyHandlers.ofString());
    require(taken.statusCode() == 204, "the bytes were answered " + taken.statusCode());
    return taken.headers().firstValue("X-Upload-Job-Id").orElse("");
  }

  void put(String address, Path file) throws IOException, InterruptedException {
    send(request(address).PUT(BodyPublishers.ofFile(file)).build());
  }

  String get(String address) throws IOException, InterruptedException {
    return send(request(address).GET().build());
  }

  /** Waits until nothing more happens to a job and returns it. */
  JsonNode awaitEnd(String address, String job) throws IOException, InterruptedException {
    while (true) {
      JsonNode status = json.readTree(get(address + "/api/upload/" + job + "/status/"));
      if (ENDS.contains(status.path("status").asText())) {
        return status;
      }
      Thread.sleep(500);
    }
  }

  /** Reads a whole resource range by range, as a player does, and returns its size. */
  long readByRanges(String address) throws IOException, InterruptedException {
    long read = 0;
    while (true) {
      HttpRequest range =
          request(address)
              .header("Range", "bytes=" + read + "-" + (read + LONGEST_RANGE - 1))
              .build();
      var answer = http.send(range, BodyHandlers.ofByteArray());
      if (answer.statusCode() == 416) {
        return read;
      }
      require(answer.statusCode() == 206, "range answered " + answer.statusCode());
      read += answer.body().length;
    }
  }

  /** Reads a whole resource with one request and returns its size. */
  long readAtOnce(String address) throws IOException, InterruptedException {
    var answer = http.send(request(address).build(), BodyHandlers.ofInputStream());
    require(answer.statusCode() == 200, "answered " + answer.statusCode());
    try (var bytes = answer.body()) {
      return bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofMinutes(20));
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofString());
    require(
        answer.statusCode() < 300,
        request.uri() + " answered " + answer.statusCode() + answer.body());
    return answer.body();
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Waits until a server that was just started takes connections. */
  static void awaitListener(Process server, int port, String name) throws InterruptedException {
    while (!takesConnections(port)) {
      require(server.isAlive(), name + " did not start");
      Thread.sleep(50);
    }
  }

  private static boolean takesConnections(int port) {
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connection.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Deletes a folder of this run with everything below it. */
  static void delete(Path folder) throws IOException {
    try (var below = Files.walk(folder)) {
      for (Path path : below.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
