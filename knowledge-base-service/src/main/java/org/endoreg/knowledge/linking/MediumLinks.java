package org.endoreg.knowledge.linking;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.MediumRegistered;
import org.jdbi.v3.core.Handle;

/** One row per medium of a center, the same whatever order its events arrive in. */
@ApplicationScoped
class MediumLinks {

  /**
   * Records where a medium belongs and gives the place that now holds. A place once known is not
   * lost to an event with an incomplete identity; an event older than the row only fills a place
   * that is missing. Empty when the event changed nothing.
   */
  Optional<Place> record(
      Handle transaction, EventEnvelope event, MediumRegistered medium, Place place) {
    Place.Known known = place instanceof Place.Known found ? found : null;
    return transaction
        .createQuery(
            """
            INSERT INTO medium_link AS link (center_key, medium_id, kind, artifact_sha256, job_id,
                patient_id, patient_examination_id, unresolved_reason, place_as_of, as_of,
                registered_at)
            VALUES (:center, :medium, :kind, :sha256, :job, :patient, :examination, :reason,
                CASE WHEN CAST(:patient AS int) IS NULL THEN 0 ELSE :asOf END, :asOf,
                :registeredAt)
            ON CONFLICT (center_key, medium_id) DO UPDATE SET
                artifact_sha256 = CASE WHEN excluded.as_of > link.as_of
                    THEN excluded.artifact_sha256 ELSE link.artifact_sha256 END,
                job_id = CASE WHEN excluded.as_of > link.as_of
                    THEN excluded.job_id ELSE link.job_id END,
                registered_at = least(link.registered_at, excluded.registered_at),
                patient_id = CASE WHEN excluded.place_as_of > link.place_as_of
                    THEN excluded.patient_id ELSE link.patient_id END,
                patient_examination_id = CASE WHEN excluded.place_as_of > link.place_as_of
                    THEN excluded.patient_examination_id ELSE link.patient_examination_id END,
                unresolved_reason = CASE
                    WHEN greatest(excluded.place_as_of, link.place_as_of) > 0 THEN NULL
                    WHEN excluded.as_of > link.as_of THEN excluded.unresolved_reason
                    ELSE link.unresolved_reason END,
                place_as_of = greatest(excluded.place_as_of, link.place_as_of),
                as_of = greatest(excluded.as_of, link.as_of)
            WHERE excluded.as_of > link.as_of OR excluded.place_as_of > link.place_as_of
            RETURNING patient_id, patient_examination_id
            """)
        .bind("center", medium.centerKey().value())
        .bind("medium", medium.mediumId())
        .bind("kind", medium.kind().wireName())
        .bind("sha256", medium.artifactSha256().value())
        .bind("job", medium.jobId())
        .bind("patient", known == null ? null : known.patientId())
        .bind("examination", known == null ? null : known.patientExaminationId())
        .bind("reason", place instanceof Place.Unresolved none ? none.reason().key() : null)
        .bind("asOf", event.sequence())
        .bind("registeredAt", OffsetDateTime.ofInstant(event.occurredAt(), ZoneOffset.UTC))
        .map(
            (row, context) -> {
              Integer patient = row.getObject("patient_id", Integer.class);
              return patient == null
                  ? place
                  : new Place.Known(patient, row.getInt("patient_examination_id"));
            })
        .findOne();
  }
}
