package org.endoreg.platform.resumable.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The requests of tus 1.0.0. Certificate and host name of the server are checked, redirects are not
 * followed, and an upload's address is only ever used at the configured origin, so that no answer
 * can send the file or the token elsewhere.
 */
public final class TusClient {
  private static final Pattern JOB_ID = Pattern.compile("[0-9a-f-]{36}");
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /**
   * Answers that say nothing about the file: a token that ran out, a certificate not known yet or
   * too many requests. Setting every waiting file aside for these would be a disaster.
   */
  private static final Set<Integer> NOT_THE_FILES_FAULT = Set.of(401, 403, 407, 408, 423, 425, 429);

  private static final int GONE = 410;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int CHECKSUM = 460;

  private static final int MOST_OF_A_PROBLEM = 65_536;

  private final HttpClient http;
  private final URI creation;
  private final Bearer bearer;
  private final Duration timeout;
  private final ObjectMapper json = new ObjectMapper();

  /** The token of a request, asked for anew each time; empty when none is needed. */
  @FunctionalInterface
  public interface Bearer {
    /** The token now. */
    Optional<String> token() throws IOException;
  }

  /** Uploads to {@code creation} with this certificate, trusting only what the context trusts. */
  public TusClient(URI creation, SSLContext tls, Bearer bearer, Duration timeout) {
    this(creation, HttpClient.newBuilder().sslContext(tls), bearer, timeout);
  }

  /** The same within one machine, or with the certificates the machine trusts. */
  public TusClient(URI creation, Bearer bearer, Duration timeout) {
    this(creation, HttpClient.newBuilder(), bearer, timeout);
  }

  private TusClient(URI creation, HttpClient.Builder http, Bearer bearer, Duration timeout) {
    this.creation = creation;
    this.bearer = bearer;
    this.timeout = timeout;
    this.http =
        http.version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Announces a file; the address it may be sent to. */
  URI create(long length, Map<String, String> metadata)
      throws ServerAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request =
        request(creation)
            .header("Upload-Length", Long.toString(length))
            .header("Upload-Metadata", encoded(metadata))
            .POST(BodyPublishers.noBody());
    Answer answer = send(request);
    if (answer.status() == CONFLICT) {
      // Another upload under this idempotency key is still running; it will end or expire.
      throw new ServerAway(said(answer));
    }
    if (answer.status() != 201) {
      throw refusal(answer);
    }
    String location =
        answer.headers().firstValue("Location").orElseThrow(() -> strange("no location"));
    try {
      return atOrigin(creation.resolve(location));
    } catch (IllegalArgumentException noAddress) {
      throw strange("no usable location");
    }
  }

  private static String encoded(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .map(member -> member.getKey() + " " + base64(member.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Behind a proxy a server may give its inner address; only path and query count. */
  private URI atOrigin(URI place) {
    String query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
    return creation.resolve(place.getRawPath() + query);
  }

  /** How many bytes have arrived; empty when the upload is no longer there. */
  OptionalLong offset(URI place) throws ServerAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request = request(place).method("HEAD", BodyPublishers.noBody());
    Answer answer = send(request);
    int status = answer.status();
    if (status == NOT_FOUND || status == GONE) {
      return OptionalLong.empty();
    }
    if (status != 200 && status != 204) {
      throw refusal(answer);
    }
    return OptionalLong.of(uploadOffset(answer).orElseThrow(() -> strange("no offset")));
  }

  /** Sends {@code count} bytes of the file from {@code offset} on. */
  PatchAnswer patch(URI place, FileTransfer.Source file, long offset, long count)
      throws ServerAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request =
        request(place)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", part(file, offset, count));
    Answer answer = send(request);
    return switch (answer.status()) {
      case 200, 204 -> taken(answer, offset + count);
      case CONFLICT -> new PatchAnswer.Elsewhere();
      case NOT_FOUND, GONE -> new PatchAnswer.Gone();
      case CHECKSUM -> new PatchAnswer.Corrupt();
      default -> throw refusal(answer);
    };
  }

  private static PatchAnswer taken(Answer answer, long expected) {
    if (uploadOffset(answer).filter(offset -> offset == expected).isEmpty()) {
      return new PatchAnswer.Elsewhere();
    }
    String job =
        answer
            .headers()
            .firstValue("X-Upload-Job-Id")
            .filter(id -> JOB_ID.matcher(id).matches())
            .orElse("");
    boolean reused = answer.headers().firstValue("X-Upload-Job-Reused").isPresent();
    return new PatchAnswer.Taken(new Sent(job, reused));
  }

  private static Optional<Long> uploadOffset(Answer answer) {
    try {
      return answer.headers().firstValue("Upload-Offset").map(Long::valueOf);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(URI place) throws ServerAway {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(place).timeout(timeout).header("Tus-Resumable", "1.0.0");
    try {
      bearer.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
      return request;
    } catch (IOException unreadable) {
      throw new ServerAway("there is no token", unreadable);
    }
  }

  /** Read from the file while it is sent: a part never lies in memory as a whole. */
  private static BodyPublisher part(FileTransfer.Source file, long offset, long count) {
    if (count == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> new FilePart(open(file, offset), count)), count);
  }

  private static InputStream open(FileTransfer.Source file, long offset) {
    try {
      return file.from(offset);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Answer send(HttpRequest.Builder request) throws ServerAway, InterruptedException {
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String problem = new String(body.readNBytes(MOST_OF_A_PROBLEM), StandardCharsets.UTF_8);
        return new Answer(answer.statusCode(), answer.headers(), problem);
      }
    } catch (IOException | UncheckedIOException noAnswer) {
      throw new ServerAway("the server did not answer", noAnswer);
    }
  }

  /** An answer that lies between taking and refusing: the server, or what stands before it. */
  private static ServerAway strange(String what) {
    return new ServerAway("the server answered with " + what, null);
  }

  private UploadRefused refusal(Answer answer) throws ServerAway {
    int status = answer.status();
    ServerAway.Answer said = said(answer);
    if (status < 400 || status >= 500 || NOT_THE_FILES_FAULT.contains(status)) {
      throw new ServerAway(said);
    }
    return new UploadRefused(status, said.code());
  }

  private ServerAway.Answer said(Answer answer) {
    int status = answer.status();
    long after = answer.headers().firstValue("Retry-After").map(TusClient::seconds).orElse(0L);
    return new ServerAway.Answer(status, code(answer).orElse("http_" + status), after);
  }

  /** The other form of the header, a date, is no number; then our own pauses count. */
  private static long seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,9}") ? Long.parseLong(retryAfter) : 0;
  }

  private Optional<String> code(Answer answer) {
    try {
      return Optional.ofNullable(json.readTree(answer.body()).path("code").textValue())
          .filter(code -> CODE.matcher(code).matches());
    } catch (IOException noProblem) {
      return Optional.empty();
    }
  }

  private record Answer(int status, HttpHeaders headers, String body) {}

  /** A bounded piece of a file. */
  private static final class FilePart extends FilterInputStream {
    private long left;

    FilePart(InputStream file, long count) {
      super(file);
      this.left = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }
  }
}
