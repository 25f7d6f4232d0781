package org.endoreg.stack.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * The access token of a machine client, fetched with its credentials and fetched anew before it
 * runs out.
 */
public final class AccessToken {
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final URI tokenEndpoint;
  private final String client;
  private final String secret;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private String token = "";
  private Instant until = Instant.EPOCH;

  /** Of this client at this issuer. */
  public AccessToken(String issuer, String client, String secret) {
    this.tokenEndpoint = URI.create(issuer + "/protocol/openid-connect/token");
    this.client = client;
    this.secret = secret;
  }

  /** A token that is valid for some time yet. */
  public synchronized String value() {
    if (Instant.now().isAfter(until.minus(MARGIN))) {
      fetch();
    }
    return token;
  }

  private void fetch() {
    String form =
        "grant_type=client_credentials&client_id="
            + encoded(client)
            + "&client_secret="
            + encoded(secret);
    HttpRequest request =
        HttpRequest.newBuilder(tokenEndpoint)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new SuiteFailure("the identity provider refuses the client " + client);
      }
      JsonNode body = json.readTree(answer.body());
      token = body.path("access_token").asText();
      until = Instant.now().plusSeconds(body.path("expires_in").asLong());
    } catch (IOException away) {
      throw new SuiteFailure("the identity provider does not answer", away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SuiteFailure("interrupted");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
