package org.endoreg.media;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.endoreg.backing.BackingTestResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class FramesJourneyTest {
  private final AnonymizedMedia media;

  FramesJourneyTest(AnonymizedMedia media) {
    this.media = media;
  }

  @Test
  void everyFrameOfAConstantRateVideoIsFoundByItsNumber() throws IOException {
    assertEveryFrame(StampedSample.constantRate());
  }

  @Test
  void everyFrameOfAVariableRateVideoIsFoundByItsNumber() throws IOException {
    assertEveryFrame(StampedSample.variableRate());
  }

  private void assertEveryFrame(StampedSample sample) throws IOException {
    long id = media.register(media.video("local", sample.bytes()));
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < sample.frameCount(); number++) {
      numbers.add(number);
    }
    Collections.shuffle(numbers, new Random(3));
    for (int number : numbers) {
      Response answer = frame(id, Integer.toString(number), "image/png");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(sample.numberOn(picture(answer))).isEqualTo(number);
      assertThat(answer.header("X-Frame-Number")).isEqualTo(Integer.toString(number));
      assertThat(answer.header("X-Frame-Timestamp"))
          .isEqualTo(String.format(Locale.ROOT, "%.6f", sample.seconds(number)));
      assertThat(answer.header("X-Frame-File-Type")).isEqualTo("processed");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void thePictureIsJpegUnlessPngIsPreferred() throws IOException {
    StampedSample sample = StampedSample.constantRate();
    long id = media.register(media.video("local", sample.bytes()));

    for (String accept : List.of("*/*", "image/*", "image/jpeg", "image/png;q=0.1, image/jpeg")) {
      Response answer = frame(id, "11", accept);
      assertThat(answer.contentType()).as(accept).isEqualTo("image/jpeg");
      assertThat(sample.numberOn(picture(answer))).isEqualTo(11);
    }
    for (String accept : List.of("image/png", "image/png, image/jpeg;q=0.5")) {
      assertThat(frame(id, "11", accept).contentType()).as(accept).isEqualTo("image/png");
    }
    assertThat(frame(id, "11", "text/html").statusCode()).isEqualTo(406);
  }

  @Test
  void aNumberOutsideTheVideoIsAnsweredLikeOneThatIsNone() {
    StampedSample sample = StampedSample.constantRate();
    long id = media.register(media.video("local", sample.bytes()));

    String outside = problem(id, Integer.toString(sample.frameCount()));
    for (String number : List.of("-1", "abc", "1.5", "99999999999")) {
      assertThat(problem(id, number)).as(number).isEqualTo(outside);
    }
    assertThat(outside).contains("\"code\":\"not_found\"");
  }

  private static String problem(long id, String number) {
    Response answer = frame(id, number, "*/*");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    return answer.asString().replaceAll("\"trace_id\":\"[0-9a-f-]{36}\"", "");
  }

  private static Response frame(long id, String number, String accept) {
    return given().accept(accept).get("/api/media/videos/" + id + "/frames/" + number + "/stream/");
  }

  private static BufferedImage picture(Response answer) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
  }
}
