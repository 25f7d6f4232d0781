package org.endoreg.contracts.events;

import java.time.LocalDate;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What may be known of a patient outside the PHI store. Hashes are {@code hmac-v2} pseudonyms and
 * null while the identity is incomplete; {@code examinationDate} is shifted by the patient's
 * constant offset.
 */
public record Pseudonym(
    @Nullable Sha256 patientHash,
    @Nullable Sha256 examinationHash,
    @Nullable Integer birthYear,
    @Nullable @Shape(Shape.GENDER) String gender,
    @Nullable @Shape(Shape.EXAMINATION) String examinationName,
    @Nullable LocalDate examinationDate) {

  /**
   * @throws IllegalArgumentException when gender or examination is no word of its vocabulary
   */
  public Pseudonym {
    Shaped.require("gender", Shape.GENDER, gender);
    Shaped.require("examinationName", Shape.EXAMINATION, examinationName);
  }

  /** True when the identity was complete enough to name a patient. */
  public boolean identifiesPatient() {
    return patientHash != null;
  }
}
