package org.endoreg.journeys.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.endoreg.journeys.Calls;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.faults.History.Answer;
import org.endoreg.journeys.faults.History.Content;
import org.endoreg.journeys.faults.History.Entry;
import org.endoreg.journeys.faults.History.Operation;

/**
 * Asks as a patient client does: again and again, until there is an answer that another question
 * would not change. Writes the answer down.
 */
final class Client {
  private static final Set<String> ASK_AGAIN =
      Set.of("idempotency_in_progress", "upload_locked", "insufficient_storage", "unavailable");
  private static final int TOO_MANY = 429;

  private final Calls calls;
  private final History.Log log;
  private final BooleanSupplier goesOn;

  Client(Calls calls, History.Log log, BooleanSupplier goesOn) {
    this.calls = calls;
    this.log = log;
    this.goesOn = goesOn;
  }

  /** By form, with a key unless it is empty. */
  void upload(Sent file, String key) {
    Calls.Form form = Calls.Form.of("center_key", file.center()).file(file.name(), file.bytes());
    finish(Operation.UPLOAD, file, key, () -> Optional.of(calls.upload(form, key)));
  }

  /** In pieces, some of them cut, from wherever the server says it stands. */
  void resumable(Sent file, Random random) {
    Resumable upload = new Resumable(file, random);
    finish(Operation.RESUMABLE, file, "", upload::goOn);
  }

  /** Asks for something about a job. */
  void order(Operation operation, String center, String job) {
    String path = "/api/jobs/" + job + (operation == Operation.CANCEL ? "/cancel" : "/retry");
    Sent none = new Sent(Content.NONE, center, "", new byte[0]);
    int attempts = 0;
    while (goesOn.getAsBoolean()) {
      attempts++;
      Optional<HttpResponse<String>> answer = once(() -> Optional.of(calls.post(path, "")));
      if (answer.filter(Client::isFinal).isPresent()) {
        HttpResponse<String> last = answer.orElseThrow();
        boolean done = last.statusCode() < 300;
        log.add(
            entry(
                operation,
                none,
                "",
                attempts,
                done ? Answer.ACCEPTED : Answer.REFUSED,
                job,
                done ? "" : Calls.code(last)));
        return;
      }
      pause();
    }
  }

  private void finish(Operation operation, Sent file, String key, Ask ask) {
    int attempts = 0;
    while (goesOn.getAsBoolean()) {
      attempts++;
      Optional<HttpResponse<String>> answer = once(ask);
      if (answer.filter(Client::isFinal).isPresent()) {
        HttpResponse<String> last = answer.orElseThrow();
        log.add(
            last.statusCode() < 300
                ? entry(operation, file, key, attempts, Answer.ACCEPTED, jobOf(last), "")
                : entry(operation, file, key, attempts, Answer.REFUSED, "", Calls.code(last)));
        return;
      }
      pause();
    }
    log.add(entry(operation, file, key, attempts, Answer.UNKNOWN, "", ""));
  }

  private static Entry entry(
      Operation operation,
      Sent file,
      String key,
      int attempts,
      Answer answer,
      String job,
      String code) {
    return new Entry(
        operation, file.content(), file.center(), file.sha256(), key, attempts, answer, job, code);
  }

  private static String jobOf(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Upload-Job-Id").orElseGet(() -> Calls.jobId(answer));
  }

  private static Optional<HttpResponse<String>> once(Ask ask) {
    try {
      return ask.now();
    } catch (UncheckedIOException | IllegalArgumentException away) {
      return Optional.empty();
    }
  }

  private static boolean isFinal(HttpResponse<String> answer) {
    if (answer.statusCode() >= 500 || answer.statusCode() == TOO_MANY) {
      return false;
    }
    return answer.statusCode() < 300 || !ASK_AGAIN.contains(code(answer));
  }

  private static String code(HttpResponse<String> answer) {
    try {
      return Calls.code(answer);
    } catch (UncheckedIOException noJson) {
      return "";
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(400);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A question; empty when it is not at its end yet. */
  @FunctionalInterface
  private interface Ask {
    Optional<HttpResponse<String>> now();
  }

  /** One tus upload over all its pieces. */
  private final class Resumable {
    private final Sent file;
    private final Random random;
    private String place = "";

    Resumable(Sent file, Random random) {
      this.file = file;
      this.random = random;
    }

    /** One step: creates it, or sends one piece and looks where the server stands. */
    Optional<HttpResponse<String>> goOn() {
      if (place.isEmpty()) {
        return create();
      }
      HttpResponse<String> head = calls.send("HEAD", place, new byte[0], "Tus-Resumable", "1.0.0");
      if (head.statusCode() == 404 || head.statusCode() == 410) {
        place = "";
        return Optional.empty();
      }
      if (head.statusCode() != 200) {
        return Optional.empty();
      }
      if (head.headers().firstValue("X-Upload-Job-Id").isPresent()) {
        return Optional.of(head);
      }
      return send((int) head.headers().firstValueAsLong("Upload-Offset").orElse(0));
    }

    private Optional<HttpResponse<String>> create() {
      HttpResponse<String> made =
          calls.send(
              "POST",
              "/api/uploads/",
              new byte[0],
              "Tus-Resumable",
              "1.0.0",
              "Upload-Length",
              Integer.toString(file.bytes().length),
              "Upload-Metadata",
              "filename " + base64(file.name()) + ",center_key " + base64(file.center()));
      if (made.statusCode() == 201) {
        place = URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        return Optional.empty();
      }
      return Optional.of(made);
    }

    private Optional<HttpResponse<String>> send(int from) {
      int left = file.bytes().length - from;
      int count = Math.max(0, Math.min(left, 1 + random.nextInt(Math.max(1, left * 3 / 2 + 1))));
      HttpResponse<String> answer =
          calls.send(
              "PATCH",
              place,
              Arrays.copyOfRange(file.bytes(), from, from + count),
              "Tus-Resumable",
              "1.0.0",
              "Content-Type",
              "application/offset+octet-stream",
              "Upload-Offset",
              Integer.toString(from));
      boolean refused = answer.statusCode() == 415 || answer.statusCode() == 422;
      return refused ? Optional.of(answer) : Optional.empty();
    }

    private static String base64(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Puts the file into a drop folder; it counts as handed over once it has its name. */
  void drop(Drops drops, String folder, Sent file) {
    try {
      drops.drop(file.center(), folder, file.name(), file.bytes());
      handedOver(file);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** A file with a sidecar of this text. */
  void dropPair(Drops drops, Sent file, String sidecar) {
    try {
      drops.dropPair(file.center(), file.name(), file.bytes(), sidecar);
      handedOver(file);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private void handedOver(Sent file) {
    log.add(entry(Operation.DROP, file, "", 1, Answer.HANDED_OVER, "", ""));
  }

  /** The jobs a caller sees with one of these statuses. */
  Optional<JsonNode> jobs(String query) {
    return once(() -> Optional.of(calls.get("/api/jobs?" + query)))
        .filter(answer -> answer.statusCode() == 200)
        .map(Calls::json);
  }
}
