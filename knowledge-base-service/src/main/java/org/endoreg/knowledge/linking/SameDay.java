package org.endoreg.knowledge.linking;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;
import org.jdbi.v3.core.Handle;

/**
 * Brings a video and the report about it together although their examination pseudonyms differ
 * (only the report names the hospital case): same patient, same day, no medium of this kind yet,
 * and no second examination it could be. The patient row is locked before, so two media of a
 * patient are placed one after the other.
 */
@ApplicationScoped
class SameDay {

  /**
   * The examination that already stands for this medium's day; empty when the pseudonym speaks for
   * itself.
   */
  Optional<Integer> examinationOf(
      Handle transaction, int patientId, Sha256 examinationHash, MediumRegistered medium) {
    if (isKnown(transaction, examinationHash, medium)) {
      return Optional.empty();
    }
    Optional<Integer> alias = alias(transaction, patientId, examinationHash, medium);
    if (alias.isPresent()) {
      return alias;
    }
    List<Integer> candidates = candidates(transaction, patientId, medium);
    if (candidates.size() != 1) {
      return Optional.empty();
    }
    remember(transaction, patientId, candidates.get(0), examinationHash, medium);
    return Optional.of(candidates.get(0));
  }

  private static boolean isKnown(Handle transaction, Sha256 hash, MediumRegistered medium) {
    return transaction
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM patient_examination"
                + " WHERE center_key = :center AND examination_hash = :hash)")
        .bind("center", medium.centerKey().value())
        .bind("hash", hash.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static Optional<Integer> alias(
      Handle transaction, int patientId, Sha256 hash, MediumRegistered medium) {
    return transaction
        .createQuery(
            "SELECT patient_examination_id FROM examination_alias WHERE center_key = :center"
                + " AND examination_hash = :hash AND patient_id = :patient")
        .bind("center", medium.centerKey().value())
        .bind("patient", patientId)
        .bind("hash", hash.value())
        .mapTo(Integer.class)
        .findOne();
  }

  private static List<Integer> candidates(
      Handle transaction, int patientId, MediumRegistered medium) {
    Pseudonym pseudonym = medium.pseudonym();
    return transaction
        .createQuery(
            """
            SELECT e.id FROM patient_examination e
            WHERE e.patient_id = :patient AND e.examination_date = :date
                AND (e.examination_name IS NULL OR CAST(:name AS text) IS NULL
                    OR e.examination_name = :name)
                AND NOT EXISTS (SELECT 1 FROM medium_link m
                    WHERE m.patient_examination_id = e.id AND m.kind = :kind)
            LIMIT 2
            """)
        .bind("patient", patientId)
        .bind("date", pseudonym.examinationDate())
        .bind("name", pseudonym.examinationName())
        .bind("kind", medium.kind().wireName())
        .mapTo(Integer.class)
        .list();
  }

  private static void remember(
      Handle transaction, int patientId, int examinationId, Sha256 hash, MediumRegistered medium) {
    transaction
        .createUpdate(
            """
            INSERT INTO examination_alias
                (center_key, examination_hash, patient_id, patient_examination_id)
            VALUES (:center, :hash, :patient, :examination) ON CONFLICT DO NOTHING
            """)
        .bind("center", medium.centerKey().value())
        .bind("hash", hash.value())
        .bind("patient", patientId)
        .bind("examination", examinationId)
        .execute();
  }
}
