package org.endoreg.transfer.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvenSecretsTest {
  private static final int MANY = 64;

  private final ExecutorService threads = Executors.newFixedThreadPool(MANY);
  private final AtomicInteger verified = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void ofManyWithTheSameSecretOneVerifies() throws Exception {
    ProvenSecrets secrets = new ProvenSecrets(this::slowly);
    assertThat(askAtOnce(number -> secrets.matches("right", "right"))).doesNotContain(false);
    assertThat(verified).hasValue(1);
    assertThat(secrets.matches("right", "right")).isTrue();
    assertThat(verified).hasValue(1);
  }

  @Test
  void differentSecretsAreVerifiedOneAfterTheOther() throws Exception {
    ProvenSecrets secrets = new ProvenSecrets(this::slowly);
    assertThat(askAtOnce(number -> secrets.matches("wrong " + number, "right")))
        .doesNotContain(true);
    assertThat(verified).hasValue(MANY);
    assertThat(mostAtOnce).hasValue(1);
  }

  @Test
  void whatWasWrongIsVerifiedAgainAndWhatWasRightOnlyForItsHash() {
    ProvenSecrets secrets = new ProvenSecrets(this::slowly);
    assertThat(secrets.matches("wrong", "right")).isFalse();
    assertThat(secrets.matches("wrong", "right")).isFalse();
    assertThat(verified).hasValue(2);
    assertThat(secrets.matches("right", "right")).isTrue();
    assertThat(secrets.matches("right", "another")).isFalse();
    assertThat(verified).hasValue(4);
  }

  @Test
  void whoWaitsTooLongIsToldToComeAgainAndAKnownSecretNeverWaits() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    ProvenSecrets secrets =
        new ProvenSecrets(
            (secret, hash) -> secret.equals("known") || holds(begun, held), Duration.ofMillis(50));
    assertThat(secrets.matches("known", "hash")).isTrue();
    Future<Boolean> first = threads.submit(() -> secrets.matches("first", "hash"));
    begun.await();
    assertThatThrownBy(() -> secrets.matches("second", "other"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            told -> assertThat(told.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    assertThat(secrets.matches("known", "hash")).isTrue();
    held.countDown();
    assertThat(first.get()).isTrue();
  }

  private static boolean holds(CountDownLatch begun, CountDownLatch held) {
    begun.countDown();
    try {
      held.await();
      return true;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Long enough that two at once would be seen. */
  private boolean slowly(String secret, String hash) {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    verified.incrementAndGet();
    try {
      Thread.sleep(2);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    atOnce.decrementAndGet();
    return secret.equals(hash);
  }

  private interface Question {
    boolean ask(int number);
  }

  private List<Boolean> askAtOnce(Question question) throws Exception {
    CountDownLatch together = new CountDownLatch(MANY);
    List<Callable<Boolean>> questions =
        IntStream.range(0, MANY)
            .<Callable<Boolean>>mapToObj(
                number ->
                    () -> {
                      together.countDown();
                      together.await();
                      return question.ask(number);
                    })
            .toList();
    List<Boolean> answers = new ArrayList<>();
    for (Future<Boolean> answer : threads.invokeAll(questions)) {
      answers.add(answer.get());
    }
    return answers;
  }
}
