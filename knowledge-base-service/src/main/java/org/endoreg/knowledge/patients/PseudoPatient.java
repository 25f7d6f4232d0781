package org.endoreg.knowledge.patients;

import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A patient as an event describes them. A gender that is none of the vocabulary's keys, or a year
 * nobody alive was born in, counts as not given.
 *
 * @param asOf sequence of the event; of two statements the higher one is the newer
 */
public record PseudoPatient(
    CenterKey center,
    Sha256 hash,
    @Nullable Integer birthYear,
    @Nullable String gender,
    long asOf) {
  private static final Set<String> GENDERS =
      Set.of("male", "mostly_male", "female", "mostly_female", "andy", "other");
  private static final int FIRST_YEAR = 1850;
  private static final int LAST_YEAR = 2200;

  public PseudoPatient {
    if (gender != null && !GENDERS.contains(gender)) {
      gender = null;
    }
    if (birthYear != null && (birthYear < FIRST_YEAR || birthYear > LAST_YEAR)) {
      birthYear = null;
    }
  }
}
