package org.endoreg.ingest.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.statement.Query;

/** Which jobs somebody wants to see; what is empty does not narrow. */
public record JobFilter(
    Set<UploadStatus> statuses,
    Optional<MediaKind> kind,
    Optional<CenterKey> center,
    Optional<ProblemCode> code,
    Optional<String> sourceSystem,
    Optional<Instant> createdFrom,
    Optional<Instant> createdTo) {

  /** Copies the set. */
  public JobFilter {
    statuses = Set.copyOf(statuses);
  }

  /** Every job. */
  public static JobFilter all() {
    return new JobFilter(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same filter for these statuses only. */
  public JobFilter of(Set<UploadStatus> wanted) {
    return new JobFilter(wanted, kind, center, code, sourceSystem, createdFrom, createdTo);
  }

  /** The centers of the scope the filter asks for; none when it asks for a foreign one. */
  String[] centers(CenterScope scope) {
    return center
        .map(key -> scope.covers(key) ? new String[] {key.value()} : new String[0])
        .orElseGet(scope::keys);
  }

  /** Conditions on one row, apart from center and status, which select the index range. */
  String conditions() {
    List<String> conditions = new ArrayList<>();
    kind.ifPresent(unused -> conditions.add("kind = :kind"));
    code.ifPresent(unused -> conditions.add("error_code = :code"));
    sourceSystem.ifPresent(unused -> conditions.add("source_system = :system"));
    createdFrom.ifPresent(unused -> conditions.add("created_at >= :createdFrom"));
    createdTo.ifPresent(unused -> conditions.add("created_at < :createdTo"));
    return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
  }

  Query bind(Query query, CenterScope scope) {
    query.bind("centers", centers(scope));
    if (!statuses.isEmpty()) {
      query.bind("statuses", statuses.stream().map(UploadStatus::wireName).toArray(String[]::new));
    }
    kind.ifPresent(value -> query.bind("kind", value.wireName()));
    code.ifPresent(value -> query.bind("code", value.wireName()));
    sourceSystem.ifPresent(value -> query.bind("system", value));
    createdFrom.ifPresent(value -> query.bind("createdFrom", value.atOffset(ZoneOffset.UTC)));
    createdTo.ifPresent(value -> query.bind("createdTo", value.atOffset(ZoneOffset.UTC)));
    return query;
  }
}
