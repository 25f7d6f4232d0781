package org.endoreg.platform.deadletters;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.problem.ProblemException;

/**
 * Replays all waiting letters of a filter, or counts them. A run is bounded so that it ends within
 * a request at ten a second; {@code more} tells that another one is needed.
 */
@ApplicationScoped
class BulkReplays {
  private static final int MOST = 100;

  private final DeadLetters letters;
  private final Replays replays;

  BulkReplays(DeadLetters letters, Replays replays) {
    this.letters = letters;
    this.replays = replays;
  }

  Outcome run(Caller caller, DeadLetterFilter filter, boolean dryRun) {
    boolean everywhere = Replays.seesEverywhere(caller);
    List<DeadLetter> found =
        letters.page(caller.scope(), everywhere, filter.waiting(), Long.MAX_VALUE, MOST + 1);
    List<DeadLetter> run = found.subList(0, Math.min(found.size(), MOST));
    Map<String, Integer> centers = new TreeMap<>();
    run.forEach(letter -> centers.merge(nameOf(letter), 1, Integer::sum));
    Map<ProblemCode, Integer> refused = new EnumMap<>(ProblemCode.class);
    if (!dryRun) {
      run.forEach(letter -> replay(caller, letter, refused));
    }
    int failed = refused.values().stream().mapToInt(Integer::intValue).sum();
    int replayed = dryRun ? 0 : run.size() - failed;
    return new Outcome(dryRun, run.size(), replayed, centers, refused, found.size() > MOST);
  }

  private void replay(Caller caller, DeadLetter letter, Map<ProblemCode, Integer> refused) {
    try {
      replays.replay(caller.scope(), caller, letter.id());
    } catch (ProblemException stays) {
      refused.merge(stays.code(), 1, Integer::sum);
    }
  }

  private static String nameOf(DeadLetter letter) {
    CenterKey center = letter.centerKey();
    return center == null ? "" : center.value();
  }

  /**
   * How many letters were found, of which centers (the empty name stands for no known one), how
   * many have their effect now, and why the others do not.
   */
  public record Outcome(
      boolean dryRun,
      int matched,
      int replayed,
      Map<String, Integer> centers,
      Map<ProblemCode, Integer> refused,
      boolean more) {}
}
