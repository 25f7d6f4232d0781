package org.endoreg.media;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.events.AnonymizationCompleted;
import org.endoreg.platform.startup.HubSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class StreamJourneyTest {
  private static final int SIZE = 300_000;

  private final AnonymizedMedia media;
  private final HubSettings settings;

  StreamJourneyTest(AnonymizedMedia media, HubSettings settings) {
    this.media = media;
    this.settings = settings;
  }

  @Test
  void withoutARangeTheWholeArtifactIsStreamed() {
    byte[] bytes = bytes(1);
    AnonymizationCompleted completed = media.report("local", bytes, "text");
    long id = media.register(completed);

    Response answer = given().get(stream(id));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEqualTo(bytes);
    assertThat(headers(answer))
        .containsEntry("content-type", "application/pdf")
        .containsEntry("content-length", Integer.toString(SIZE))
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("etag", "\"" + completed.artifactSha256() + "\"")
        .containsEntry("x-content-type-options", "nosniff")
        .doesNotContainKey("transfer-encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-99, 0, 99",
    "bytes=100-, 100, 299999",
    "bytes=-500, 299500, 299999",
    "bytes=-999999999, 0, 299999",
    "bytes=0-99999999, 0, 299999",
    "bytes=65530-131080, 65530, 131080",
    "bytes=299999-299999, 299999, 299999"
  })
  void aRangeIsAnsweredWithExactlyItsBytes(String range, int first, int last) {
    byte[] bytes = bytes(2);
    long id = media.register(media.report("local", bytes, "text"));

    Response answer = given().header("Range", range).get(stream(id));
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.header("Content-Range"))
        .isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
    assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
    assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(last - first + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=300000-",
        "bytes=999999999-",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=-",
        "bytes=-0",
        "bytes 0-5"
      })
  void aRangeOutsideTheContentIsRefusedWithItsSize(String range) {
    long id = media.register(media.report("local", bytes(3), "text"));

    Response answer = given().header("Range", range).get(stream(id));
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + SIZE);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("range_not_satisfiable");
  }

  @Test
  void severalRangesAreAnsweredWithTheWholeContent() {
    byte[] bytes = bytes(4);
    long id = media.register(media.report("local", bytes, "text"));

    Response answer = given().header("Range", "bytes=0-1,5-9").get(stream(id));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asByteArray()).isEqualTo(bytes);
  }

  @Test
  void headTellsWhatGetWouldSendWithoutSendingIt() {
    long id = media.register(media.report("local", bytes(5), "text"));

    Response head = given().head(stream(id));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.asByteArray()).isEmpty();
    Map<String, String> get = headers(given().get(stream(id)));
    assertThat(headers(head)).isEqualTo(get).containsEntry("content-length", "" + SIZE);

    Response part = given().header("Range", "bytes=0-99").head(stream(id));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.header("Content-Length")).isEqualTo("100");
    assertThat(given().head("/api/media/pdfs/" + id + "/").statusCode()).isEqualTo(200);
    assertThat(given().head("/api/media/pdfs/99999999/stream").statusCode()).isEqualTo(404);
  }

  @Test
  void whatTheCallerAlreadyHasIsNotSentAgain() {
    AnonymizationCompleted completed = media.report("local", bytes(6), "text");
    long id = media.register(completed);
    String tag = "\"" + completed.artifactSha256() + "\"";

    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      Response answer = given().header("If-None-Match", known).get(stream(id));
      assertThat(answer.statusCode()).as(known).isEqualTo(304);
      assertThat(answer.header("ETag")).isEqualTo(tag);
      assertThat(answer.asByteArray()).isEmpty();
    }
    assertThat(given().header("If-None-Match", "\"other\"").get(stream(id)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aRangeMeantForAnotherStateOfTheContentIsIgnored() {
    AnonymizationCompleted completed = media.report("local", bytes(7), "text");
    long id = media.register(completed);
    RequestSpecification range = given().header("Range", "bytes=0-99");
    assertThat(range.header("If-Range", "\"other\"").get(stream(id)).statusCode()).isEqualTo(200);
    assertThat(
            given()
                .header("Range", "bytes=0-99")
                .header("If-Range", "\"" + completed.artifactSha256() + "\"")
                .get(stream(id))
                .statusCode())
        .isEqualTo(206);
  }

  @Test
  void rawBytesAreGivenOnlyWhenNamedAndOtherTypesAreRefused() {
    AnonymizationCompleted completed = media.report("local", bytes(8), "text");
    long id = media.register(completed);

    Response raw = given().get(stream(id) + "?type=raw");
    assertThat(raw.asString()).isEqualTo("raw of " + completed.jobId());
    assertThat(raw.contentType()).isEqualTo("application/octet-stream");
    assertThat(raw.header("ETag")).isNotEqualTo(given().get(stream(id)).header("ETag"));
    assertThat(given().get(stream(id) + "?type=processed").asByteArray()).hasSize(SIZE);
    for (String other : new String[] {"foo", "RAW", "raw,processed"}) {
      Response answer = given().get(stream(id) + "?type=" + other);
      assertThat(answer.statusCode()).as(other).isEqualTo(400);
      assertThat(answer.jsonPath().getString("code")).isEqualTo("invalid_parameter");
    }
  }

  @Test
  void aDamagedBlobIsNeverAnsweredWithASuccess() throws IOException {
    AnonymizationCompleted completed = media.report("local", bytes(9), "text");
    long id = media.register(completed);
    damage(completed.artifactBlobKey(), 1000);

    for (String range : new String[] {"bytes=0-", "bytes=10-20"}) {
      Response answer = given().header("Range", range).get(stream(id));
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.jsonPath().getString("code")).isEqualTo("internal_error");
    }
    assertThat(given().get(stream(id)).statusCode()).isEqualTo(500);
  }

  @Test
  void damageFurtherOnIsNeverAnsweredWithACompleteBody() throws IOException {
    AnonymizationCompleted completed = media.report("local", bytes(10), "text");
    long id = media.register(completed);
    damage(completed.artifactBlobKey(), 250_000);

    assertThat(given().header("Range", "bytes=0-99").get(stream(id)).statusCode()).isEqualTo(206);
    assertThat(given().header("Range", "bytes=250000-").get(stream(id)).statusCode())
        .isEqualTo(500);
    assertThatThrownBy(() -> given().get(stream(id)).asByteArray())
        .as("the connection breaks off")
        .isInstanceOf(Exception.class);
  }

  @Test
  void aBlobThatIsGoneIsNotFound() throws IOException {
    AnonymizationCompleted completed = media.report("local", bytes(11), "text");
    long id = media.register(completed);
    Files.delete(file(completed.artifactBlobKey()));
    assertThat(given().get(stream(id)).statusCode()).isEqualTo(404);
  }

  private void damage(BlobKey key, long offset) throws IOException {
    try (FileChannel file =
        FileChannel.open(file(key), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      file.write(one, offset);
    }
  }

  private Path file(BlobKey key) {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    try (Stream<Path> files = Files.walk(settings.blobs().dir())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String stream(long id) {
    return "/api/media/pdfs/" + id + "/stream/";
  }

  private static Map<String, String> headers(Response answer) {
    Map<String, String> headers = new HashMap<>();
    answer
        .headers()
        .forEach(
            header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
    headers.remove("x-correlation-id");
    return headers;
  }
}
