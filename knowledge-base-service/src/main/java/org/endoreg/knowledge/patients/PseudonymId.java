package org.endoreg.knowledge.patients;

import com.fasterxml.jackson.annotation.JsonValue;
import org.endoreg.contracts.Sha256;

/**
 * What a person sees instead of a name: the tail of the patient hash. It is short enough to read
 * aloud and too short to look anybody up; routes use the integer id.
 */
public record PseudonymId(@JsonValue String value) {
  private static final int TAIL = 8;

  /** The pseudonym of a patient hash. */
  public static PseudonymId of(Sha256 patientHash) {
    String hex = patientHash.value();
    return new PseudonymId("P-" + hex.substring(hex.length() - TAIL));
  }
}
