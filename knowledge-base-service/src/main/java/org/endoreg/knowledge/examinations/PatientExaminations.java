package org.endoreg.knowledge.examinations;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.Sha256;
import org.endoreg.knowledge.catalogue.Catalogue;
import org.endoreg.knowledge.patients.PseudonymId;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads and writes examinations of patients; every read names the centers it may see. */
@ApplicationScoped
public class PatientExaminations {
  private static final String SUMMARY =
      """
      SELECT e.id, e.patient_id, p.patient_hash, e.examination_id,
          coalesce(d.name, e.examination_name) AS examination_name, e.examination_date,
          e.center_key,
          (SELECT count(*) FROM medium_link m WHERE m.patient_examination_id = e.id) AS media
      FROM patient_examination e
      JOIN patient p ON p.id = e.patient_id
      LEFT JOIN kb_definition d ON d.id = e.examination_id
      """;

  private final Jdbi jdbi;
  private final Catalogue catalogue;

  PatientExaminations(Jdbi jdbi, Catalogue catalogue) {
    this.jdbi = jdbi;
    this.catalogue = catalogue;
  }

  /** The examination of this id, when its center is in scope. */
  Optional<ExaminationSummary> find(CenterScope scope, RowId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SUMMARY + "WHERE e.id = :id AND e.center_key = ANY(:centers)")
                .bind("id", id.value())
                .bind("centers", scope.keys())
                .map((row, context) -> summary(row))
                .findOne());
  }

  List<ExaminationSummary> page(CenterScope scope, @Nullable RowId patient, Page page) {
    return jdbi.withHandle(
        handle ->
            filtered(handle, SUMMARY, " ORDER BY e.id DESC LIMIT :limit OFFSET :offset", patient)
                .bind("centers", scope.keys())
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map((row, context) -> summary(row))
                .list());
  }

  long count(CenterScope scope, @Nullable RowId patient) {
    return jdbi.withHandle(
        handle ->
            filtered(handle, "SELECT count(*) FROM patient_examination e ", "", patient)
                .bind("centers", scope.keys())
                .mapTo(Long.class)
                .one());
  }

  /**
   * Finds or creates the examination and gives the id; empty when its hash already belongs to
   * another patient, which no correct pseudonym can cause.
   */
  public Optional<Integer> upsert(Handle transaction, PseudoExamination examination) {
    String name = examination.name();
    Integer known =
        name == null ? null : catalogue.examinationCalled(transaction, name).orElse(null);
    return transaction
        .createQuery(
            """
            INSERT INTO patient_examination AS known (center_key, patient_id, examination_hash,
                examination_id, examination_name, name_as_of, examination_date, date_as_of)
            VALUES (:center, :patient, :hash, :examination, :name,
                CASE WHEN CAST(:name AS text) IS NULL THEN 0 ELSE :asOf END, :date,
                CASE WHEN CAST(:date AS date) IS NULL THEN 0 ELSE :asOf END)
            ON CONFLICT (center_key, examination_hash) DO UPDATE SET
                examination_id = CASE WHEN excluded.name_as_of > known.name_as_of
                    THEN excluded.examination_id ELSE known.examination_id END,
                examination_name = CASE WHEN excluded.name_as_of > known.name_as_of
                    THEN excluded.examination_name ELSE known.examination_name END,
                name_as_of = greatest(known.name_as_of, excluded.name_as_of),
                examination_date = CASE WHEN excluded.date_as_of > known.date_as_of
                    THEN excluded.examination_date ELSE known.examination_date END,
                date_as_of = greatest(known.date_as_of, excluded.date_as_of)
            WHERE known.patient_id = excluded.patient_id
            RETURNING id
            """)
        .bind("center", examination.center().value())
        .bind("patient", examination.patientId())
        .bind("hash", examination.hash().value())
        .bind("examination", known)
        .bind("name", name)
        .bind("date", examination.date())
        .bind("asOf", examination.asOf())
        .mapTo(Integer.class)
        .findOne();
  }

  private static Query filtered(
      Handle handle, String select, String order, @Nullable RowId patient) {
    String centers = "WHERE e.center_key = ANY(:centers)";
    if (patient == null) {
      return handle.createQuery(select + centers + order);
    }
    return handle
        .createQuery(select + centers + " AND e.patient_id = :patient" + order)
        .bind("patient", patient.value());
  }

  private static ExaminationSummary summary(ResultSet row) throws SQLException {
    return new ExaminationSummary(
        row.getInt("id"),
        row.getInt("patient_id"),
        PseudonymId.of(new Sha256(row.getString("patient_hash"))),
        row.getObject("examination_id", Integer.class),
        row.getString("examination_name"),
        row.getObject("examination_date", LocalDate.class),
        true,
        row.getString("center_key"),
        row.getInt("media"));
  }
}
