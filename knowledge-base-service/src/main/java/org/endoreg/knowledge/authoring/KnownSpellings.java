package org.endoreg.knowledge.authoring;

import java.util.Map;
import java.util.Optional;

/**
 * Spellings that older fixture trees use for something that has another key. The unit keys
 * themselves are misspelled on purpose: records and rules already refer to them that way.
 */
final class KnownSpellings {
  private static final Map<String, String> UNITS = Map.of("mm", "milimeter", "month", "months");

  private KnownSpellings() {}

  /** The unit key meant by a descriptor's unit, when it is not a key itself. */
  static Optional<String> unitMeantBy(String written) {
    return Optional.ofNullable(UNITS.get(written));
  }

  /** A therapy of minus one day is an open-ended one: it has no duration. */
  static boolean meansOpenEnded(String field, Object value) {
    return field.equals("therapy_duration_d") && value.equals(-1L);
  }
}
