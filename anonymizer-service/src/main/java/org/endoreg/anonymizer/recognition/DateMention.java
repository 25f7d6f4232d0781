package org.endoreg.anonymizer.recognition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date as written in a text: what it says and where its parts stand, so that it can be written
 * again with other values in the same manner.
 */
public record DateMention(
    int start,
    int end,
    @Nullable Integer day,
    @Nullable Integer month,
    @Nullable Integer week,
    @Nullable Integer year,
    List<Field> fields) {

  /** A part of a written date. */
  public enum Part {
    DAY,
    MONTH,
    WEEK,
    YEAR
  }

  /** Where one part stands in the text. */
  public record Field(Part part, int start, int end) {}

  /** Copies the list. */
  public DateMention {
    fields = List.copyOf(fields);
  }

  /** The calendar day, if day, month and year are all written. */
  public Optional<LocalDate> fullDate() {
    if (day == null || month == null || year == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
