package org.endoreg.platform.resumable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Speaks tus byte by byte where needed, to say what no well-behaved client would. */
final class TusClient {
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TusClient(int port) {
    this.port = port;
  }

  /** Of the service this test runs. */
  static TusClient ofTheTest() {
    return new TusClient(
        ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
  }

  HttpResponse<String> send(String verb, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(verb, BodyPublishers.ofByteArray(body));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Tus-Resumable", "1.0.0");
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    all.values().removeIf(String::isEmpty);
    all.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> create(long length, String... headers)
      throws IOException, InterruptedException {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Upload-Length";
    all[headers.length + 1] = Long.toString(length);
    return send("POST", "/api/uploads/", new byte[0], all);
  }

  String created(long length, String... headers) throws IOException, InterruptedException {
    return create(length, headers).headers().firstValue("Location").orElseThrow();
  }

  HttpResponse<String> patch(String path, long offset, byte[] body, String... headers)
      throws IOException, InterruptedException {
    String[] all = Arrays.copyOf(headers, headers.length + 4);
    all[headers.length] = "Upload-Offset";
    all[headers.length + 1] = Long.toString(offset);
    all[headers.length + 2] = "Content-Type";
    all[headers.length + 3] = "application/offset+octet-stream";
    return send("PATCH", path, body, all);
  }

  HttpResponse<String> head(String path) throws IOException, InterruptedException {
    return send("HEAD", path, new byte[0]);
  }

  long offset(String path) throws IOException, InterruptedException {
    return head(path).headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  /** Begins a PATCH on a connection of its own and leaves it open. */
  Socket beginPatch(String path, long offset, long contentLength, byte[] first, String... headers)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    StringBuilder head = new StringBuilder("PATCH " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:" + port + "\r\nTus-Resumable: 1.0.0\r\n");
    head.append("Content-Type: application/offset+octet-stream\r\n");
    head.append("Upload-Offset: " + offset + "\r\n");
    head.append(
        contentLength < 0
            ? "Transfer-Encoding: chunked\r\n"
            : "Content-Length: " + contentLength + "\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i] + ": " + headers[i + 1] + "\r\n");
    }
    OutputStream out = socket.getOutputStream();
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    out.write(contentLength < 0 ? chunk(first) : first);
    out.flush();
    return socket;
  }

  static byte[] chunk(byte[] bytes) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(
        (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunk.toByteArray();
  }

  /** The status line and headers of the answer on a raw connection. */
  static String answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = socket.getInputStream().read();
        next >= 0 && text.indexOf("\r\n\r\n") < 0;
        next = socket.getInputStream().read()) {
      text.append((char) next);
    }
    return text.toString();
  }

  static UUID id(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  static String metadata(String... keysAndValues) {
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      header.append(i == 0 ? "" : ",").append(keysAndValues[i]).append(' ');
      header.append(
          Base64.getEncoder()
              .encodeToString(keysAndValues[i + 1].getBytes(StandardCharsets.UTF_8)));
    }
    return header.toString();
  }
}
