package org.endoreg.watcher.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.endoreg.watcher.drop.SinkAway;
import org.jboss.logging.Logger;

/**
 * The requests of tus 1.0.0. Certificate and host name of the gateway are checked, redirects are
 * not followed, and an upload's address is only ever used at the configured origin, so that no
 * answer can send the file or the token elsewhere.
 */
final class TusClient {
  private static final Logger LOG = Logger.getLogger(TusClient.class);
  private static final Pattern JOB_ID = Pattern.compile("[0-9a-f-]{36}");
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

  private final HttpClient http;
  private final URI creation;
  private final Optional<Path> tokenFile;
  private final Duration timeout;

  TusClient(URI creation, SSLContext tls, Optional<Path> tokenFile, Duration timeout) {
    this.creation = creation;
    this.tokenFile = tokenFile;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Announces a file; the address it may be sent to. */
  URI create(long length, String metadata) throws SinkAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request =
        request(creation)
            .header("Upload-Length", Long.toString(length))
            .header("Upload-Metadata", metadata)
            .POST(BodyPublishers.noBody());
    HttpResponse<Void> answer = send(request);
    if (answer.statusCode() == CONFLICT) {
      // Another upload under this idempotency key is still running; it will end or expire.
      throw away(CONFLICT);
    }
    if (answer.statusCode() != 201) {
      throw refusal(answer.statusCode());
    }
    String location =
        answer.headers().firstValue("Location").orElseThrow(() -> strange("no location"));
    try {
      return atOrigin(creation.resolve(location));
    } catch (IllegalArgumentException noAddress) {
      throw strange("no usable location");
    }
  }

  /** Behind a proxy a server may give its inner address; only path and query count. */
  private URI atOrigin(URI place) {
    String query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
    return creation.resolve(place.getRawPath() + query);
  }

  /** How many bytes have arrived; empty when the upload is no longer there. */
  OptionalLong offset(URI place) throws SinkAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request = request(place).method("HEAD", BodyPublishers.noBody());
    HttpResponse<Void> answer = send(request);
    int status = answer.statusCode();
    if (status == NOT_FOUND || status == GONE) {
      return OptionalLong.empty();
    }
    if (status != 200 && status != 204) {
      throw refusal(status);
    }
    return OptionalLong.of(uploadOffset(answer).orElseThrow(() -> strange("no offset")));
  }

  /** Sends {@code count} bytes of the file from {@code offset} on. */
  PatchAnswer patch(URI place, Path file, long offset, long count)
      throws SinkAway, UploadRefused, InterruptedException {
    HttpRequest.Builder request =
        request(place)
            .header("Upload-Offset", Long.toString(offset))
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", part(file, offset, count));
    HttpResponse<Void> answer = send(request);
    return switch (answer.statusCode()) {
      case 200, 204 -> taken(answer, offset + count);
      case CONFLICT -> PatchAnswer.ELSEWHERE;
      case NOT_FOUND, GONE -> PatchAnswer.GONE;
      case CHECKSUM -> PatchAnswer.CORRUPT;
      default -> throw refusal(answer.statusCode());
    };
  }

  private static PatchAnswer taken(HttpResponse<Void> answer, long expected) {
    answer
        .headers()
        .firstValue("X-Upload-Job-Id")
        .filter(id -> JOB_ID.matcher(id).matches())
        .ifPresent(id -> LOG.infof("an upload became job %s", id));
    boolean whole = uploadOffset(answer).filter(offset -> offset == expected).isPresent();
    return whole ? PatchAnswer.TAKEN : PatchAnswer.ELSEWHERE;
  }

  private static Optional<Long> uploadOffset(HttpResponse<Void> answer) {
    try {
      return answer.headers().firstValue("Upload-Offset").map(Long::valueOf);
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(URI place) throws SinkAway {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(place).timeout(timeout).header("Tus-Resumable", "1.0.0");
    if (tokenFile.isPresent()) {
      request.header("Authorization", "Bearer " + token(tokenFile.orElseThrow()));
    }
    return request;
  }

  private static String token(Path file) throws SinkAway {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new SinkAway("the token file is not readable", unreadable);
    }
  }

  /** Read from the file while it is sent: a part of 8 MiB never lies in memory as a whole. */
  private static BodyPublisher part(Path file, long offset, long count) {
    if (count == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> new FilePart(open(file, offset), count)), count);
  }

  private static InputStream open(Path file, long offset) {
    try {
      SeekableByteChannel channel =
          Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws SinkAway, InterruptedException {
    try {
      return http.send(request.build(), BodyHandlers.discarding());
    } catch (IOException | UncheckedIOException noAnswer) {
      throw new SinkAway("the gateway did not answer", noAnswer);
    }
  }

  /** An answer that lies between taking and refusing: the gateway, or what stands before it. */
  private static SinkAway strange(String what) {
    return new SinkAway("the gateway answered with " + what, null);
  }

  private static SinkAway away(int status) {
    return strange("status " + status);
  }

  private static UploadRefused refusal(int status) throws SinkAway {
    if (status < 400 || status >= 500 || NOT_THE_FILES_FAULT.contains(status)) {
      throw away(status);
    }
    return new UploadRefused(status);
  }

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
