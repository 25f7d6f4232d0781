package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.endoreg.backing.TestCertificates;
import org.endoreg.contracts.Sha256;
import org.endoreg.transfer.envelope.EnvelopeReader;
import org.endoreg.transfer.envelope.EnvelopeRefused;
import org.endoreg.transfer.envelope.EnvelopeSealer;
import org.endoreg.transfer.envelope.MediaEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * A hub over TLS that takes one small transfer as the contract says, and misbehaves in the ways a
 * real one cannot be made to: it is killed behind the last byte, or signs with a key nobody gave.
 */
final class ScriptedHub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;
  private final HubReceipts signer;
  private final ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
  private ObjectNode acknowledgement = JSON.createObjectNode();
  private @Nullable MediaEnvelope envelope;
  private boolean diesBehindTheLastByte;
  private int bodies;

  private ScriptedHub(HttpsServer server, HubReceipts signer) {
    this.server = server;
    this.signer = signer;
  }

  static ScriptedHub start(TestCertificates certificates, HubReceipts signer)
      throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(certificates.keyStore("server"))));
    ScriptedHub hub = new ScriptedHub(server, signer);
    server.createContext("/", hub::answer);
    server.start();
    return hub;
  }

  private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
    char[] password = TestCertificates.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(file)) {
      store.load(bytes, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The next body is kept whole, and its answer never comes. */
  void dieBehindTheLastByte() {
    diesBehindTheLastByte = true;
  }

  /** How many requests brought bytes. */
  int bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> register(exchange);
        case "PUT" -> bind(exchange);
        case "PATCH" -> append(exchange);
        default -> status(exchange);
      }
    } catch (EnvelopeRefused | GeneralSecurityException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private void register(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    acknowledgement = JSON.createObjectNode().put("id", "7");
    for (String member :
        new String[] {
          "transfer_key",
          "source_node_key",
          "target_node_key",
          "source_center_key",
          "resource_kind",
          "resource_hash",
          "transfer_mode",
          "payload_schema_version"
        }) {
      acknowledgement.set(member, body.path(member));
    }
    acknowledgement.set(
        "processed_media_hash", body.at("/resource_rows/raw_pdf_state/processed_file_sha256"));
    acknowledgement.put("transfer_status", "awaiting_media").put("media_status", "none");
    json(exchange);
  }

  private void bind(HttpExchange exchange) throws IOException, EnvelopeRefused {
    envelope = EnvelopeReader.read(JSON.readTree(exchange.getRequestBody()));
    offset(exchange);
  }

  private void append(HttpExchange exchange) throws IOException {
    bodies++;
    exchange.getRequestBody().transferTo(ciphertext);
    if (diesBehindTheLastByte) {
      diesBehindTheLastByte = false;
      return;
    }
    offset(exchange);
  }

  private void offset(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(ciphertext.size()));
    exchange.sendResponseHeaders(204, -1);
  }

  private void status(HttpExchange exchange) throws IOException, GeneralSecurityException {
    if (envelope != null && ciphertext.size() == envelope.ciphertextSize()) {
      acknowledgement.put("transfer_status", "applied").put("media_status", "applied");
      signer.sign(acknowledgement, HubReceipts.of(received(envelope)));
    }
    json(exchange);
  }

  private EnvelopeSealer.Sealed received(MediaEnvelope envelope) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(ciphertext.toByteArray());
    return new EnvelopeSealer.Sealed(
        envelope, new Sha256(HexFormat.of().formatHex(digest)), ciphertext.size());
  }

  private void json(HttpExchange exchange) throws IOException {
    byte[] body = JSON.writeValueAsBytes(acknowledgement);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
