package org.endoreg.knowledge.timeline;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.MediaKind;
import org.endoreg.knowledge.patients.PatientSummary;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads a patient's media newest first: by examination date, those without a date last. Asks for
 * the center again with every row, so a mistake elsewhere does not open a foreign timeline.
 */
@ApplicationScoped
class Timeline {
  private static final String ITEM =
      """
      SELECT m.medium_id, m.kind, m.registered_at, m.patient_examination_id, e.examination_date,
          coalesce(d.name, e.examination_name) AS examination_name
      """;
  private static final String MEDIA =
      """
      FROM medium_link m
      JOIN patient_examination e ON e.id = m.patient_examination_id
      LEFT JOIN kb_definition d ON d.id = e.examination_id
      WHERE m.patient_id = :patient AND m.center_key = ANY(:centers)
      """;
  private static final String NEWEST_FIRST =
      " ORDER BY e.examination_date DESC NULLS LAST, m.registered_at DESC, m.id DESC";

  private final Jdbi jdbi;

  Timeline(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  long count(CenterScope scope, PatientSummary patient, @Nullable RowId examination) {
    return jdbi.withHandle(
        handle ->
            media(handle, scope, "SELECT count(*) ", "", patient, examination)
                .mapTo(Long.class)
                .one());
  }

  List<TimelineItem> page(
      CenterScope scope, PatientSummary patient, @Nullable RowId examination, Page page) {
    String order = NEWEST_FIRST + " LIMIT :limit OFFSET :offset";
    return jdbi.withHandle(
        handle ->
            media(handle, scope, ITEM, order, patient, examination)
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map((row, context) -> item(row, patient))
                .list());
  }

  Optional<TimelineItem> latest(
      CenterScope scope, PatientSummary patient, @Nullable RowId examination, MediaKind kind) {
    String order = " AND m.kind = :kind" + NEWEST_FIRST + " LIMIT 1";
    return jdbi.withHandle(
        handle ->
            media(handle, scope, ITEM, order, patient, examination)
                .bind("kind", kind.wireName())
                .map((row, context) -> item(row, patient))
                .findOne());
  }

  private static Query media(
      Handle handle,
      CenterScope scope,
      String select,
      String rest,
      PatientSummary patient,
      @Nullable RowId examination) {
    String one = examination == null ? "" : " AND m.patient_examination_id = :examination";
    Query query =
        handle
            .createQuery(select + MEDIA + one + rest)
            .bind("patient", patient.id())
            .bind("centers", scope.keys());
    return examination == null ? query : query.bind("examination", examination.value());
  }

  private static TimelineItem item(ResultSet row, PatientSummary patient) throws SQLException {
    MediaKind kind = MediaKind.of(row.getString("kind"));
    long id = row.getLong("medium_id");
    LocalDate date = row.getObject("examination_date", LocalDate.class);
    OffsetDateTime registered = row.getObject("registered_at", OffsetDateTime.class);
    return new TimelineItem(
        kind == MediaKind.REPORT ? "pdf" : "video",
        id,
        row.getInt("patient_examination_id"),
        row.getString("examination_name"),
        date == null ? registered.toInstant().toString() : date.toString(),
        date == null ? "registered_at" : "examination_date_shifted",
        date != null,
        patient.id(),
        patient.pseudonymId(),
        List.of("patient_examination"),
        kind == MediaKind.REPORT ? "examination_report" : null,
        null,
        StreamOption.of(kind, id));
  }
}
