package org.endoreg.platform.resumable;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Who is writing which upload in this process. The newest request wins: a sender whose line broke
 * comes back long before the server would notice, and must not find itself locked out.
 */
@ApplicationScoped
class Writers {
  /** A sender whose line is alive has sent something by then; another is not waited for. */
  private static final long ASKED_NANOS = 100_000_000L;

  private final Map<UUID, Writer> active = new ConcurrentHashMap<>();
  private final ResumableSettings settings;

  Writers(ResumableSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes the caller the only writer of the upload; an older one checkpoints what it has first.
   *
   * @throws ProblemException {@code upload_locked} when the older one does not end in time, {@code
   *     unavailable} when too many write already
   */
  private Writer take(UUID id) {
    if (active.size() >= settings.maxWriters() && !active.containsKey(id)) {
      throw new ProblemException(ProblemCode.UNAVAILABLE);
    }
    long deadline = System.nanoTime() + settings.displacePatience().toNanos();
    Writer mine = new Writer(() -> active.remove(id));
    for (@Nullable Writer older = active.putIfAbsent(id, mine);
        older != null;
        older = active.putIfAbsent(id, mine)) {
      displace(older, deadline);
    }
    return mine;
  }

  /** Does the work as the only writer of the upload. */
  <T> T alone(UUID id, Function<Writer, T> work) {
    try (Writer writer = take(id)) {
      return work.apply(writer);
    }
  }

  /** Ends an older writer, so that the recorded offset is the one to go on from. */
  void settle(UUID id) {
    @Nullable Writer older = active.get(id);
    if (older != null) {
      displace(older, System.nanoTime() + settings.displacePatience().toNanos());
    }
  }

  private static void displace(Writer older, long deadline) {
    older.ask(ProblemCode.UPLOAD_LOCKED);
    if (older.awaitEnd(ASKED_NANOS)) {
      return;
    }
    older.stop(ProblemCode.UPLOAD_LOCKED);
    if (!older.awaitEnd(deadline - System.nanoTime())) {
      throw new ProblemException(ProblemCode.UPLOAD_LOCKED);
    }
  }

  boolean isActive(UUID id) {
    return active.containsKey(id);
  }

  @Scheduled(every = "1s")
  void sendSlowOnesAway() {
    active
        .values()
        .forEach(writer -> writer.stopIfSlow(settings.slowGrace(), settings.minBytesPerSecond()));
  }

  /** What arrived until the service ends is kept. */
  void endAll(@Observes ShutdownEvent ending) {
    active.values().forEach(writer -> writer.stop(ProblemCode.UNAVAILABLE));
    active.values().forEach(writer -> writer.awaitEnd(1_000_000_000L));
  }
}
