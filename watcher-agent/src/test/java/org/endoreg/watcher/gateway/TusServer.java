package org.endoreg.watcher.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A tus 1.0.0 server that keeps bytes as they come, demands a client certificate, and fails the way
 * the test tells it to. A finished upload becomes a job once per idempotency key.
 */
final class TusServer implements AutoCloseable {
  /** What goes wrong with the next request of a method. */
  record Fault(String method, Kind kind, int number) {
    enum Kind {
      /** The connection breaks after so many bytes, which are kept. */
      CUT,
      /** The request is carried out, the answer never arrives. */
      ANSWER_LOST,
      /** This status, nothing done. */
      STATUS,
      /** So many bytes that were acknowledged before are lost. */
      ROLLBACK,
      /** The upload is forgotten. */
      FORGET
    }
  }

  private static final class Stored {
    private final Path bytes;
    private final long length;
    private final Map<String, String> metadata;

    Stored(Path bytes, long length, Map<String, String> metadata) {
      this.bytes = bytes;
      this.length = length;
      this.metadata = metadata;
    }
  }

  static {
    // Otherwise each small answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Path folder;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Map<String, Stored> uploads = new HashMap<>();
  private final Map<String, Path> jobs = new HashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private @Nullable Map<String, String> lastMetadata;
  private String lastAuthorization = "";
  private long bodyBytes;
  private int requests;
  private int creations;

  TusServer(Path folder, SSLContext tls) throws IOException {
    this.folder = folder;
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.setExecutor(threads);
    server.createContext("/api/uploads/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/api/uploads/");
  }

  synchronized void failNext(String method, Fault.Kind kind, int number) {
    faults.add(new Fault(method, kind, number));
  }

  synchronized long bodyBytes() {
    return bodyBytes;
  }

  synchronized int requests() {
    return requests;
  }

  synchronized int creations() {
    return creations;
  }

  /** Finished uploads by idempotency key. */
  synchronized Map<String, Path> jobs() {
    return Map.copyOf(jobs);
  }

  synchronized Map<String, String> lastMetadata() {
    return lastMetadata == null ? Map.of() : lastMetadata;
  }

  synchronized String lastAuthorization() {
    return lastAuthorization;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** One request at a time keeps the server simple; the client sends no more anyway. */
  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests++;
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    lastAuthorization = authorization == null ? "" : authorization;
    @Nullable Fault fault = faultOf(exchange.getRequestMethod());
    try {
      if (fault != null && fault.kind() == Fault.Kind.STATUS) {
        status(exchange, fault.number());
        return;
      }
      if (!"1.0.0".equals(exchange.getRequestHeaders().getFirst("Tus-Resumable"))) {
        status(exchange, 412);
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "POST" -> create(exchange);
        case "HEAD" -> head(exchange, fault);
        case "PATCH" -> patch(exchange, fault);
        default -> status(exchange, 405);
      }
    } finally {
      exchange.close();
    }
  }

  private @Nullable Fault faultOf(String method) {
    @Nullable Fault next = faults.peek();
    return next != null && next.method().equals(method) ? faults.poll() : null;
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private void create(HttpExchange exchange) throws IOException {
    creations++;
    String id = UUID.randomUUID().toString();
    Map<String, String> metadata = new HashMap<>();
    for (String member : exchange.getRequestHeaders().getFirst("Upload-Metadata").split(",", -1)) {
      String[] parts = member.split(" ", -1);
      metadata.put(parts[0], new String(Base64.getDecoder().decode(parts[1]), UTF_8));
    }
    lastMetadata = metadata;
    long length = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Length"));
    uploads.put(id, new Stored(Files.createFile(folder.resolve(id)), length, metadata));
    exchange.getResponseHeaders().add("Location", "http://inner.example/api/uploads/" + id);
    status(exchange, 201);
  }

  private void head(HttpExchange exchange, @Nullable Fault fault) throws IOException {
    @Nullable Stored upload = upload(exchange, fault);
    if (upload == null) {
      status(exchange, 410);
      return;
    }
    exchange.getResponseHeaders().add("Upload-Length", Long.toString(upload.length));
    exchange.getResponseHeaders().add("Cache-Control", "no-store");
    offset(exchange, upload);
    status(exchange, 200);
  }

  private void patch(HttpExchange exchange, @Nullable Fault fault) throws IOException {
    @Nullable Stored upload = upload(exchange, fault);
    if (upload == null) {
      status(exchange, 404);
      return;
    }
    long offset = Long.parseLong(exchange.getRequestHeaders().getFirst("Upload-Offset"));
    if (offset != Files.size(upload.bytes)) {
      status(exchange, 409);
      return;
    }
    append(exchange.getRequestBody(), upload, mostBytes(fault));
    finish(upload, exchange);
    offset(exchange, upload);
    if (fault == null) {
      status(exchange, 204);
    }
  }

  private static long mostBytes(@Nullable Fault fault) {
    return fault != null && fault.kind() == Fault.Kind.CUT ? fault.number() : Long.MAX_VALUE;
  }

  private @Nullable Stored upload(HttpExchange exchange, @Nullable Fault fault) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.substring(path.lastIndexOf('/') + 1);
    if (fault != null && fault.kind() == Fault.Kind.FORGET) {
      uploads.remove(id);
    }
    @Nullable Stored upload = uploads.get(id);
    if (upload != null && fault != null && fault.kind() == Fault.Kind.ROLLBACK) {
      try (var file = Files.newByteChannel(upload.bytes, StandardOpenOption.WRITE)) {
        file.truncate(Math.max(0, file.size() - fault.number()));
      }
    }
    return upload;
  }

  private void append(InputStream body, Stored upload, long most) throws IOException {
    byte[] buffer = new byte[16_384];
    long left = most;
    try (var out = Files.newOutputStream(upload.bytes, StandardOpenOption.APPEND)) {
      while (left > 0) {
        int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, count);
        bodyBytes += count;
        left -= count;
      }
    }
  }

  private void finish(Stored upload, HttpExchange exchange) throws IOException {
    if (Files.size(upload.bytes) == upload.length) {
      jobs.putIfAbsent(String.valueOf(upload.metadata.get("idempotency_key")), upload.bytes);
      exchange.getResponseHeaders().add("X-Upload-Job-Id", UUID.randomUUID().toString());
    }
  }

  private static void offset(HttpExchange exchange, Stored upload) throws IOException {
    exchange.getResponseHeaders().add("Upload-Offset", Long.toString(Files.size(upload.bytes)));
  }
}
