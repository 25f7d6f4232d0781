package org.endoreg.ingest.jobs;

import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobFilter;
import org.jspecify.annotations.Nullable;

/**
 * One action for all jobs a filter finds. Without {@code dry_run: false} it only counts them, so a
 * filter that was meant otherwise does no harm.
 */
public record BulkOrder(
    @Nullable String action, @Nullable Filter filter, @Nullable Boolean dryRun) {

  boolean isDryRun() {
    return !Boolean.FALSE.equals(dryRun);
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
