package org.endoreg.anonymizer.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gender as stored with the metadata; the wire values are {@code male}, {@code female}, {@code
 * unknown}.
 */
public enum PatientGender {
  MALE,
  FEMALE,
  UNKNOWN;

  /** Reads what reviewers and reports write; anything else is unknown. */
  public static PatientGender parse(@Nullable String written) {
    if (written == null) {
      return UNKNOWN;
    }
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "m", "male", "männlich", "herr", "herrn", "mr" -> MALE;
      case "w", "f", "female", "weiblich", "frau", "mrs", "ms" -> FEMALE;
      default -> UNKNOWN;
    };
  }

  /** The value contracts and the database use. */
  public String wireValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
