package org.endoreg.platform.deadletters;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.audit.AuditEvent;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;
import org.endoreg.platform.inbox.EventConsumers;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.problem.ProblemException;
import org.endoreg.platform.sql.Trouble;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Gives records that were set aside their effect after all: read again from the topic, through the
 * same inbox, in one transaction with the row's new state and its audit entry. The handler runs on
 * a thread of its own, not in the request, because an event takes effect as the service's work and
 * not in the name and with the sight of whoever replays it. That thread also keeps the pace: at
 * most ten a second, whoever asks.
 */
@ApplicationScoped
class Replays {
  private static final Logger LOG = Logger.getLogger(Replays.class);
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final DeadLetters letters;
  private final RecordReader records;
  private final EventConsumers consumers;
  private final AuditChain audit;
  private final EventCodec codec = new EventCodec();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "dead-letter-replays");
            thread.setDaemon(true);
            return thread;
          });
  private long lastStarted = System.nanoTime() - PACE_NANOS;

  Replays(DeadLetters letters, RecordReader records, EventConsumers consumers, AuditChain audit) {
    this.letters = letters;
    this.records = records;
    this.consumers = consumers;
    this.audit = audit;
  }

  /**
   * True when the replay had the effect, false when the event had it before.
   *
   * @throws ProblemException a code that says why the letter still waits
   */
  boolean replay(CenterScope scope, Caller caller, long id) {
    try {
      return CompletableFuture.supplyAsync(() -> paced(scope, caller, id), worker).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof ProblemException known
          ? known
          : new ProblemException(ProblemCode.UNAVAILABLE);
    }
  }

  private boolean paced(CenterScope scope, Caller caller, long id) {
    long rest = lastStarted + PACE_NANOS - System.nanoTime();
    if (rest > 0) {
      LockSupport.parkNanos(rest);
    }
    lastStarted = System.nanoTime();
    DeadLetter letter =
        letters
            .find(scope, seesEverywhere(caller), id)
            .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
    return isOpen(letter) && giveEffect(scope, caller, letter);
  }

  private boolean giveEffect(CenterScope scope, Caller caller, DeadLetter letter) {
    EventEnvelope event = read(letter);
    try {
      return consumers.replay(
          letter.topic(), event, transaction -> conclude(transaction, scope, caller, letter));
    } catch (DecidedMeanwhile other) {
      return isOpen(other.letter);
    } catch (RuntimeException | Error failed) {
      LOG.warnf("dead letter %d failed again: %s", letter.id(), FailurePlace.of(failed));
      throw Trouble.isOfTheDatabase(failed)
          ? new ProblemException(ProblemCode.UNAVAILABLE)
          : stillWaiting(letter, ProblemCode.REPLAY_FAILED);
    }
  }

  private EventEnvelope read(DeadLetter letter) {
    byte[] record =
        records
            .read(letter.topic(), letter.partition(), letter.offset())
            .orElseThrow(() -> stillWaiting(letter, ProblemCode.RECORD_EXPIRED));
    try {
      return codec
          .decode(record)
          .orElseThrow(() -> stillWaiting(letter, ProblemCode.RECORD_UNREADABLE));
    } catch (MalformedEvent malformed) {
      throw stillWaiting(letter, ProblemCode.RECORD_UNREADABLE);
    }
  }

  private ProblemException stillWaiting(DeadLetter letter, ProblemCode code) {
    letters.failedAgain(letter.id(), code);
    return new ProblemException(code);
  }

  /** Inside the transaction of the effect: whoever comes second waits here and finds it done. */
  private void conclude(Handle transaction, CenterScope scope, Caller caller, DeadLetter letter) {
    DeadLetter now =
        letters.lock(transaction, scope, seesEverywhere(caller), letter.id()).orElse(letter);
    if (now.state() != DeadLetterState.WAITING) {
      throw new DecidedMeanwhile(now);
    }
    letters.decided(transaction, letter.id(), DeadLetterState.REPLAYED, caller.subject(), null);
    audit.appendFor(caller, transaction, told(AuditAction.DEAD_LETTER_REPLAYED, letter));
  }

  /** False when it was replayed before: asking twice is no fault. */
  private static boolean isOpen(DeadLetter letter) {
    if (letter.state() == DeadLetterState.DISCARDED) {
      throw new ProblemException(ProblemCode.CONFLICT);
    }
    return letter.state() == DeadLetterState.WAITING;
  }

  /** Rows without a known center are for those who may see all centers. */
  static boolean seesEverywhere(Caller caller) {
    return caller.may(Capability.CENTER_SCOPE_GLOBAL_ADMIN);
  }

  static AuditEvent told(AuditAction action, DeadLetter letter) {
    return new AuditEvent(
        action,
        letter.centerKey(),
        "dead_letter",
        Long.toString(letter.id()),
        Map.of(
            "topic", letter.topic(), "partition", letter.partition(), "offset", letter.offset()));
  }

  @PreDestroy
  void close() {
    worker.shutdown();
  }

  private static final class DecidedMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient DeadLetter letter;

    DecidedMeanwhile(DeadLetter letter) {
      super("decided meanwhile");
      this.letter = letter;
    }
  }
}
