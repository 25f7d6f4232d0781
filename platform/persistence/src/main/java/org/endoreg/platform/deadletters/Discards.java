package org.endoreg.platform.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.audit.AuditAction;
import org.endoreg.platform.audit.AuditChain;
import org.endoreg.platform.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Ends the waiting of a record that shall never have an effect. Its row stays, with the reason. */
@ApplicationScoped
class Discards {
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;

  private final Jdbi jdbi;
  private final DeadLetters letters;
  private final AuditChain audit;

  Discards(Jdbi jdbi, DeadLetters letters, AuditChain audit) {
    this.jdbi = jdbi;
    this.letters = letters;
    this.audit = audit;
  }

  /** The letter as it stands then. */
  DeadLetter discard(CenterScope scope, Caller caller, long id, @Nullable String reason) {
    String why = required(reason);
    return jdbi.inTransaction(
        transaction -> {
          DeadLetter letter = locked(transaction, scope, caller, id);
          if (letter.state() != DeadLetterState.WAITING) {
            throw new ProblemException(ProblemCode.CONFLICT);
          }
          letters.decided(transaction, id, DeadLetterState.DISCARDED, caller.subject(), why);
          audit.append(transaction, Replays.told(AuditAction.DEAD_LETTER_DISCARDED, letter));
          return locked(transaction, scope, caller, id);
        });
  }

  private DeadLetter locked(Handle transaction, CenterScope scope, Caller caller, long id) {
    return letters
        .lock(transaction, scope, Replays.seesEverywhere(caller), id)
        .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND));
  }

  private static String required(@Nullable String reason) {
    String why = reason == null ? "" : reason.strip();
    if (why.length() < SHORTEST_REASON) {
      throw new ProblemException(
          ProblemCode.REASON_REQUIRED, Map.of("reason", List.of("too_short")));
    }
    if (why.length() > LONGEST_REASON) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of("reason", List.of("too_long")));
    }
    return why;
  }
}
