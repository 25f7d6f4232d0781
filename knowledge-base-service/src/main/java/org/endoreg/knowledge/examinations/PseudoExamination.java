package org.endoreg.knowledge.examinations;

import java.time.LocalDate;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * An examination as an event describes it. A name that is blank or too long to be one counts as not
 * given.
 *
 * @param date shifted by the patient's constant offset
 * @param asOf sequence of the event; of two statements the higher one is the newer
 */
public record PseudoExamination(
    CenterKey center,
    int patientId,
    Sha256 hash,
    @Nullable String name,
    @Nullable LocalDate date,
    long asOf) {
  private static final int LONGEST_NAME = 255;

  public PseudoExamination {
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      name = null;
    }
  }
}
