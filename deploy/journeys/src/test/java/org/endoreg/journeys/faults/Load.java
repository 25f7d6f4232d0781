package org.endoreg.journeys.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.endoreg.journeys.Calls;
import org.endoreg.journeys.Drops;
import org.endoreg.journeys.SuiteProcess;
import org.endoreg.journeys.faults.History.Content;
import org.endoreg.journeys.faults.History.Operation;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.report.ReportForm;
import org.endoreg.samples.report.ReportSamples;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;

/**
 * Senders that work while things break: every boundary, two centers, the same bytes by two ways,
 * files nothing can be made of, and people who call jobs off or let them run again. Most files are
 * small and fail early, because reading a page costs a second of two cores.
 */
final class Load {
  private static final List<String> CENTERS = List.of("local", "north");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MOST_WAITING = 10;
  private static final int MANY_WAITING = 40;

  /** One of so many; each costs the worker several seconds. */
  private static final int WHOLE_FILM = 25;

  private final Drops drops;
  private final Client client;
  private final long seed;
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean running = true;
  private volatile Instant end = Instant.MAX;

  Load(SuiteProcess suite, History.Log log, long seed) {
    this.drops = new Drops(suite);
    this.seed = seed;
    this.client =
        new Client(new Calls(suite.address(), ""), log, () -> Instant.now().isBefore(end));
  }

  void start(byte[] video) {
    sender("reports", this::reports);
    sender("failing", random -> client.upload(failing(random), key(random)));
    sender("races", this::race);
    sender("resumable", random -> client.resumable(large(random), random));
    sender("drops", this::drop);
    sender("people", this::decide);
    sender("videos", random -> broken(random, video));
  }

  /** Lets what was begun come to an answer. */
  void stop() throws InterruptedException {
    running = false;
    end = Instant.now().plus(PATIENCE);
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void sender(String name, Work work) {
    Random random = new Random(seed + name.hashCode());
    Thread thread = new Thread(() -> send(random, work), name);
    thread.setDaemon(true);
    senders.add(thread);
    thread.start();
  }

  private void send(Random random, Work work) {
    while (running) {
      try {
        work.once(random);
        TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1_500));
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  /** What a sender does again and again. */
  @FunctionalInterface
  private interface Work {
    void once(Random random) throws InterruptedException;
  }

  private void reports(Random random) throws InterruptedException {
    if (waiting() > MOST_WAITING) {
      TimeUnit.SECONDS.sleep(1);
      return;
    }
    Sent report = report(random);
    client.upload(report, key(random));
    if (random.nextInt(3) == 0) {
      client.drop(drops, "report_import", report);
    }
  }

  private long waiting() {
    return client
        .jobs("status=pending&status=processing&status=retrying&limit=50")
        .map(page -> (long) page.path("results").size())
        .orElse(MANY_WAITING + 1L);
  }

  /** Four at once with bytes that end quickly, so that a job ends while its bytes come again. */
  private void race(Random random) throws InterruptedException {
    Sent file = failing(random);
    List<Thread> rivals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread rival = new Thread(() -> client.upload(file, ""), "rival");
      rivals.add(rival);
      rival.start();
    }
    for (Thread rival : rivals) {
      rival.join();
    }
  }

  private void drop(Random random) {
    if (waiting() > MANY_WAITING) {
      return;
    }
    String center = center(random);
    switch (random.nextInt(5)) {
      case 0 -> {
        Sent signed = report(random);
        client.dropPair(drops, renamed(signed, ""), Drops.sidecar(signed.center(), signed.bytes()));
      }
      case 1 -> {
        Sent unsigned = new Sent(Content.UNSIGNED, center, name(random), page(random));
        client.dropPair(drops, unsigned, Drops.sidecar(center, new byte[] {1}));
      }
      case 2 -> client.drop(drops, "video_import", renamed(failing(random), ".mp4"));
      default -> client.drop(drops, "report_import", renamed(failing(random), ".pdf"));
    }
  }

  private void decide(Random random) {
    boolean cancel = random.nextBoolean();
    String query = cancel ? "status=pending&status=processing&kind=video" : "status=error";
    List<JsonNode> jobs = new ArrayList<>();
    client.jobs(query + "&limit=20").ifPresent(page -> page.path("results").forEach(jobs::add));
    if (!jobs.isEmpty()) {
      JsonNode job = jobs.get(random.nextInt(jobs.size()));
      client.order(
          cancel ? Operation.CANCEL : Operation.RETRY,
          job.path("center_key").asText(),
          job.path("id").asText());
    }
  }

  /** Half a video: an error soon, unless somebody calls it off before. */
  private void broken(Random random, byte[] video) {
    byte[] half = Arrays.copyOf(video, video.length / 3);
    System.arraycopy(unique(random), 0, half, half.length - 32, 32);
    client.upload(new Sent(Content.BAD, center(random), "film.mp4", half), key(random));
    if (random.nextInt(WHOLE_FILM) == 0) {
      client.upload(new Sent(Content.GOOD, center(random), "film.mp4", whole(random, video)), "");
    }
    if (random.nextInt(3) == 0) {
      byte[] text = unique(random);
      client.upload(new Sent(Content.FOREIGN, center(random), "film.mp4", text), "");
    }
  }

  /** The same second as another file: a box of a kind players skip stands at its end. */
  private static byte[] whole(Random random, byte[] video) {
    byte[] free = {0, 0, 0, 40, 'f', 'r', 'e', 'e'};
    byte[] other = Arrays.copyOf(video, video.length + 40);
    System.arraycopy(free, 0, other, video.length, free.length);
    System.arraycopy(unique(random), 0, other, video.length + free.length, 32);
    return other;
  }

  private static Sent report(Random random) {
    return new Sent(Content.GOOD, center(random), name(random) + ".pdf", page(random));
  }

  private static byte[] page(Random random) {
    return ReportSamples.pageOf(
        ReportForm.BORN_DIGITAL, "Befund unauffällig", new UUID(random.nextLong(), 1).toString());
  }

  /** Looks like a report for the door, and nothing can be read of it. */
  private static Sent failing(Random random) {
    byte[] bytes =
        ("%PDF-1.7\n" + new UUID(random.nextLong(), 2)).getBytes(StandardCharsets.US_ASCII);
    return new Sent(Content.BAD, center(random), "report.pdf", bytes);
  }

  private static Sent large(Random random) {
    byte[] bytes = new byte[200_000 + random.nextInt(200_000)];
    random.nextBytes(bytes);
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 8);
    return new Sent(Content.BAD, center(random), "report.pdf", bytes);
  }

  /** A name of its own; a pair has one name with two endings. */
  private static Sent renamed(Sent file, String ending) {
    return file.named(file.sha256().substring(0, 12) + ending);
  }

  private static byte[] unique(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String name(Random random) {
    return "n" + Long.toHexString(random.nextLong());
  }

  private static String center(Random random) {
    return CENTERS.get(random.nextInt(CENTERS.size()));
  }

  private static String key(Random random) {
    return random.nextBoolean() ? new UUID(random.nextLong(), 3).toString() : "";
  }

  /** A second of an endoscopy. */
  static byte[] film(long seed) throws Exception {
    PeopleBySeed people = new PeopleBySeed(seed);
    InventedExamination examination =
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY);
    Path file = Files.createTempDirectory("videos").resolve("film.mp4");
    VideoSampleOptions options = VideoSampleOptions.PLAIN.size(1280, 720).lasting(1, 25);
    new EndoscopyVideoSample(examination, seed, options).writeTo(file);
    return Files.readAllBytes(file);
  }
}
