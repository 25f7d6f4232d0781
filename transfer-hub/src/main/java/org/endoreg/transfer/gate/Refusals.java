package org.endoreg.transfer.gate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the audit chain whom the gate refused: the first of a kind at once, all others of the same
 * minute in one entry with their number, so that a stranger who tries for ever adds two entries a
 * minute. A service that is killed loses the numbers of its last minute.
 */
@ApplicationScoped
class Refusals {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Whoever brings more certificates than that is told as one. */
  private static final int MOST_KINDS = 200;

  private static final String MANY = "many";

  private final AuditChain audit;
  private final Jdbi jdbi;
  private final Map<Kind, Window> windows = new HashMap<>();

  Refusals(AuditChain audit, Jdbi jdbi) {
    this.audit = audit;
    this.jdbi = jdbi;
  }

  /** Why, and by which certificate it came; {@code none} without one. */
  private record Kind(String reason, String certificate) {}

  private record Window(Instant began, int more) {
    Window withOneMore() {
      return new Window(began, more + 1);
    }
  }

  private record Told(Kind kind, int count) {}

  /** One more was refused. */
  void add(String reason, String certificate, Instant now) {
    List<Told> due = new ArrayList<>();
    synchronized (windows) {
      Kind kind = kind(reason, certificate);
      Window open = windows.get(kind);
      if (open != null && now.isBefore(open.began().plus(WINDOW))) {
        windows.put(kind, open.withOneMore());
        return;
      }
      if (open != null && open.more() > 0) {
        due.add(new Told(kind, open.more()));
      }
      windows.put(kind, new Window(now, 0));
      due.add(new Told(kind, 1));
    }
    tell(due);
  }

  private Kind kind(String reason, String certificate) {
    Kind kind = new Kind(reason, certificate);
    boolean room = windows.containsKey(kind) || windows.size() < MOST_KINDS;
    return room ? kind : new Kind(reason, MANY);
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void closeWindows() {
    close(Instant.now().minus(WINDOW));
  }

  void stop(@Observes ShutdownEvent stopping) {
    close(Instant.MAX);
  }

  /** Tells of the windows that began before then, and forgets them. */
  void close(Instant before) {
    List<Told> due = new ArrayList<>();
    synchronized (windows) {
      windows
          .entrySet()
          .removeIf(
              window -> {
                boolean over = window.getValue().began().isBefore(before);
                if (over && window.getValue().more() > 0) {
                  due.add(new Told(window.getKey(), window.getValue().more()));
                }
                return over;
              });
    }
    tell(due);
  }

  private void tell(List<Told> due) {
    if (due.isEmpty()) {
      return;
    }
    jdbi.useTransaction(
        transaction ->
            due.forEach(
                told ->
                    audit.append(
                        transaction,
                        new AuditEvent(
                            AuditAction.TRANSFER_AUTH_FAILED,
                            null,
                            "node",
                            told.kind().certificate(),
                            Map.of("reason", told.kind().reason(), "count", told.count())))));
  }
}
