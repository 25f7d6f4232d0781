package org.endoreg.knowledge.linking;

/**
 * Where a medium belongs. Either both ids are known or none is: a patient without an examination
 * would be a guess.
 */
sealed interface Place {

  /** Patient and examination are known. */
  record Known(int patientId, int patientExaminationId) implements Place {}

  /** The identity is incomplete or contradicts itself; a person has to look. */
  record Unresolved(Reason reason) implements Place {}

  /** Why a medium has no place. */
  enum Reason {
    INCOMPLETE_IDENTITY("incomplete_identity"),
    EXAMINATION_OF_OTHER_PATIENT("examination_of_other_patient");

    private final String key;

    Reason(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }
}
