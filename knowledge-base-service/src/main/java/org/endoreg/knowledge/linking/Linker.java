package org.endoreg.knowledge.linking;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.ExaminationLinked;
import org.endoreg.contracts.events.MediumRegistered;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.knowledge.examinations.PatientExaminations;
import org.endoreg.knowledge.examinations.PseudoExamination;
import org.endoreg.knowledge.patients.Patients;
import org.endoreg.knowledge.patients.PseudoPatient;
import org.endoreg.platform.outbox.Outbox;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Links a registered medium inside the transaction that receives its event: patient, examination,
 * link and the answer on the outbox exist together or not at all.
 */
@ApplicationScoped
class Linker {
  private static final Logger LOG = Logger.getLogger(Linker.class);

  private final Patients patients;
  private final PatientExaminations examinations;
  private final SameDay sameDay;
  private final MediumLinks links;
  private final Outbox outbox;

  Linker(
      Patients patients,
      PatientExaminations examinations,
      SameDay sameDay,
      MediumLinks links,
      Outbox outbox) {
    this.patients = patients;
    this.examinations = examinations;
    this.sameDay = sameDay;
    this.links = links;
    this.outbox = outbox;
  }

  void link(Handle transaction, EventEnvelope event, MediumRegistered medium) {
    Place place = place(transaction, event, medium);
    links
        .record(transaction, event, medium, place)
        .ifPresent(now -> outbox.append(transaction, linked(medium, now), event.eventId()));
    if (place instanceof Place.Unresolved unresolved) {
      LOG.infof("medium %d has no place: %s", medium.mediumId(), unresolved.reason().key());
    }
  }

  private Place place(Handle transaction, EventEnvelope event, MediumRegistered medium) {
    Pseudonym pseudonym = medium.pseudonym();
    Sha256 patientHash = pseudonym.patientHash();
    Sha256 examinationHash = pseudonym.examinationHash();
    if (patientHash == null || examinationHash == null) {
      return new Place.Unresolved(Place.Reason.INCOMPLETE_IDENTITY);
    }
    int patient =
        patients.upsert(
            transaction,
            new PseudoPatient(
                medium.centerKey(),
                patientHash,
                pseudonym.birthYear(),
                pseudonym.gender(),
                event.sequence()));
    Optional<Integer> ofThatDay =
        sameDay.examinationOf(transaction, patient, examinationHash, medium);
    if (ofThatDay.isPresent()) {
      return new Place.Known(patient, ofThatDay.orElseThrow());
    }
    Optional<Integer> examination =
        examinations.upsert(
            transaction,
            new PseudoExamination(
                medium.centerKey(),
                patient,
                examinationHash,
                pseudonym.examinationName(),
                pseudonym.examinationDate(),
                event.sequence()));
    return examination
        .<Place>map(id -> new Place.Known(patient, id))
        .orElseGet(() -> new Place.Unresolved(Place.Reason.EXAMINATION_OF_OTHER_PATIENT));
  }

  private static ExaminationLinked linked(MediumRegistered medium, Place place) {
    Place.Known known = place instanceof Place.Known found ? found : null;
    return new ExaminationLinked(
        medium.jobId(),
        medium.centerKey(),
        medium.mediumId(),
        known == null ? null : (long) known.patientId(),
        known == null ? null : (long) known.patientExaminationId());
  }
}
