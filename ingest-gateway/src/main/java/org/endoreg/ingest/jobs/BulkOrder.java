package org.endoreg.ingest.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobFilter;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * One action for all jobs a filter finds. Without {@code dry_run: false} it only counts them, so a
 * filter that was meant otherwise does no harm.
 */
public record BulkOrder(
    @Nullable String action,
    @Nullable Filter filter,
    @Nullable String reason,
    @Nullable Boolean dryRun) {
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;

  boolean isDryRun() {
    return !Boolean.FALSE.equals(dryRun);
  }

  /** Why; empty when nobody said so, as a program may. */
  Optional<String> why() {
    if (reason == null) {
      return Optional.empty();
    }
    String why = reason.strip();
    if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON) {
      throw new ProblemException(
          ProblemCode.REASON_REQUIRED, Map.of("reason", List.of("out_of_range")));
    }
    return Optional.of(why);
  }

  /** The filter in the words of the page's query parameters. */
  public record Filter(
      @Nullable List<String> status,
      @Nullable String kind,
      @Nullable String center,
      @Nullable String errorCode,
      @Nullable String sourceSystem,
      @Nullable String createdFrom,
      @Nullable String createdTo) {

    JobFilter parsed() {
      return new JobFilter(
          JobQuery.statuses(status == null ? List.of() : status),
          JobQuery.optional("kind", kind, MediaKind::of),
          JobQuery.optional("center", center, CenterKey::new),
          JobQuery.optional("error_code", errorCode, ProblemCode::of),
          Optional.ofNullable(sourceSystem),
          JobQuery.optional("created_from", createdFrom, JobQuery::instant),
          JobQuery.optional("created_to", createdTo, JobQuery::instant));
    }
  }
}
