package org.endoreg.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Requests as another node could send them: with a certificate or without, with any headers. */
final class SendingNode {
  static final String TRANSFERS = "/api/media/hub/transfers";
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final HttpClient http;
  private final Map<String, String> headers;

  private SendingNode(String address, HttpClient http, Map<String, String> headers) {
    this.address = address;
    this.http = http;
    this.headers = headers;
  }

  static SendingNode at(TransferDoor door, @Nullable Path certificate) {
    try {
      HttpClient http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(context(door.authority(), certificate))
              .build();
      return new SendingNode(door.address(), http, Map.of());
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalStateException(unusable);
    }
  }

  /** The same with this node's key and secret. */
  SendingNode as(String key, String secret) {
    return with("X-Network-Node-Key", key).with("X-Network-Node-Secret", secret);
  }

  SendingNode with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new SendingNode(address, http, more);
  }

  HttpResponse<String> register(JsonNode registration) {
    return register(registration.toString());
  }

  HttpResponse<String> register(String body) {
    return send("POST", "/", bytes(body), "Content-Type", "application/json");
  }

  HttpResponse<String> status(String key) {
    return send("GET", "/" + key + "/status/", new byte[0]);
  }

  HttpResponse<String> envelope(String key, JsonNode envelope) {
    return send(
        "PUT",
        "/" + key + "/media/",
        bytes(envelope.toString()),
        "Content-Type",
        "application/json");
  }

  HttpResponse<String> append(String key, long offset, byte[] piece) {
    return send(
        "PATCH",
        "/" + key + "/media/",
        piece,
        "Content-Type",
        "application/offset+octet-stream",
        "Upload-Offset",
        Long.toString(offset));
  }

  HttpResponse<String> form(String key, Calls.Form form) {
    return send("POST", "/" + key + "/media/", form.bytes(), "Content-Type", Calls.FORM_TYPE);
  }

  HttpResponse<String> send(String method, String path, byte[] body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + TRANSFERS + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    if (more.length > 0) {
      request.headers(more);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException noJson) {
      throw new UncheckedIOException(noJson);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SSLContext context(Path authority, @Nullable Path certificate)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (certificate != null) {
      try (InputStream p12 = Files.newInputStream(certificate)) {
        own.load(p12, PASSWORD);
      }
    }
    keys.init(own, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
