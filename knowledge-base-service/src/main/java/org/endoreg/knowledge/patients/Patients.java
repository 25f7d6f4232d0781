package org.endoreg.knowledge.patients;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.Sha256;
import org.endoreg.knowledge.request.Page;
import org.endoreg.knowledge.request.RowId;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads and writes patients; every read names the centers it may see. */
@ApplicationScoped
public class Patients {
  private static final String SUMMARY =
      """
      SELECT p.id, p.patient_hash, p.birth_year, p.gender, p.center_key,
          (SELECT count(*) FROM patient_examination e WHERE e.patient_id = p.id) AS examinations
      FROM patient p
      """;

  private final Jdbi jdbi;

  Patients(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The patient of this id, when their center is in scope. */
  public Optional<PatientSummary> find(CenterScope scope, RowId id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(SUMMARY + "WHERE p.id = :id AND p.center_key = ANY(:centers)")
                .bind("id", id.value())
                .bind("centers", scope.keys())
                .map((row, context) -> summary(row))
                .findOne());
  }

  List<PatientSummary> page(CenterScope scope, Page page) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    SUMMARY
                        + "WHERE p.center_key = ANY(:centers)"
                        + " ORDER BY p.id DESC LIMIT :limit OFFSET :offset")
                .bind("centers", scope.keys())
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map((row, context) -> summary(row))
                .list());
  }

  long count(CenterScope scope) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM patient WHERE center_key = ANY(:centers)")
                .bind("centers", scope.keys())
                .mapTo(Long.class)
                .one());
  }

  /**
   * Finds or creates the patient and gives the id. The birth year is part of the hash and so never
   * changes once known; of two genders the newer statement stays.
   */
  public int upsert(Handle transaction, PseudoPatient patient) {
    return transaction
        .createQuery(
            """
            INSERT INTO patient AS known (center_key, patient_hash, birth_year, gender, gender_as_of)
            VALUES (:center, :hash, :birthYear, :gender,
                CASE WHEN CAST(:gender AS text) IS NULL THEN 0 ELSE :asOf END)
            ON CONFLICT (center_key, patient_hash) DO UPDATE SET
                birth_year = coalesce(known.birth_year, excluded.birth_year),
                gender = CASE WHEN excluded.gender_as_of > known.gender_as_of
                    THEN excluded.gender ELSE known.gender END,
                gender_as_of = greatest(known.gender_as_of, excluded.gender_as_of)
            RETURNING id
            """)
        .bind("center", patient.center().value())
        .bind("hash", patient.hash().value())
        .bind("birthYear", patient.birthYear())
        .bind("gender", patient.gender())
        .bind("asOf", patient.asOf())
        .mapTo(Integer.class)
        .one();
  }

  private static PatientSummary summary(ResultSet row) throws SQLException {
    String gender = row.getString("gender");
    return new PatientSummary(
        row.getInt("id"),
        PseudonymId.of(new Sha256(row.getString("patient_hash"))),
        row.getObject("birth_year", Integer.class),
        gender == null ? "unknown" : gender,
        row.getString("center_key"),
        false,
        row.getInt("examinations"));
  }
}
