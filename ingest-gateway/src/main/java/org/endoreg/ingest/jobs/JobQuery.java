package org.endoreg.ingest.jobs;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ingest.ledger.JobCursor;
import org.endoreg.ingest.ledger.JobFilter;
import org.endoreg.ingest.ledger.JobOrder;
import org.endoreg.ingest.ledger.UploadStatus;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The query parameters of a page of jobs, checked one by one so that an answer names the field. */
public class JobQuery {
  @QueryParam("status")
  List<String> statuses = List.of();

  @QueryParam("kind")
  @Nullable String kind;

  @QueryParam("center")
  @Nullable String center;

  @QueryParam("error_code")
  @Nullable String errorCode;

  @QueryParam("source_system")
  @Nullable String sourceSystem;

  @QueryParam("created_from")
  @Nullable String createdFrom;

  @QueryParam("created_to")
  @Nullable String createdTo;

  @QueryParam("sort")
  @Nullable String sort;

  @QueryParam("before")
  @Nullable String before;

  JobFilter filter() {
    return new JobFilter(
        statuses(statuses),
        optional("kind", kind, MediaKind::of),
        optional("center", center, CenterKey::new),
        optional("error_code", errorCode, ProblemCode::of),
        Optional.ofNullable(sourceSystem),
        optional("created_from", createdFrom, JobQuery::instant),
        optional("created_to", createdTo, JobQuery::instant));
  }

  JobOrder order() {
    return sort == null ? JobOrder.NEWEST : JobOrder.named(sort).orElseThrow(() -> invalid("sort"));
  }

  Optional<JobCursor> cursor() {
    return Optional.ofNullable(before)
        .map(text -> JobCursor.parse(text, order()).orElseThrow(() -> invalid("before")));
  }

  static <T> Optional<T> optional(String field, @Nullable String text, Function<String, T> reader) {
    return Optional.ofNullable(text).map(given -> read(field, given, reader));
  }

  static <T> T read(String field, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException notOne) {
      throw invalid(field);
    }
  }

  static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static ProblemException invalid(String field) {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("unknown_value")));
  }

  static Set<UploadStatus> statuses(List<String> names) {
    return names.stream()
        .map(name -> read("status", name, UploadStatus::named))
        .collect(Collectors.toSet());
  }
}
