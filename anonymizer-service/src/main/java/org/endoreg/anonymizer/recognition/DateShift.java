package org.endoreg.anonymizer.recognition;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;

/**
 * Writes a date again, moved by a number of days, in the manner it was written. Parts that are not
 * written are assumed (the reference year, the middle of the month) and stay unwritten.
 */
public final class DateShift {
  private final int days;
  private final int assumedYear;

  /** Moves by these days; {@code assumedYear} completes dates written without a year. */
  public DateShift(int days, int assumedYear) {
    this.days = days;
    this.assumedYear = assumedYear;
  }

  /** The moved date in the same spelling, or the placeholder when it is no possible date. */
  public String render(String text, DateMention mention) {
    LocalDate moved;
    try {
      moved = written(mention).plusDays(days);
    } catch (DateTimeException e) {
      return "[DATE]";
    }
    // A weekday in front of the first number would contradict the moved date and goes.
    int firstNumber =
        mention.fields().stream().mapToInt(DateMention.Field::start).min().orElse(mention.end());
    int at = mention.week() == null ? firstNumber : mention.start();
    StringBuilder result = new StringBuilder();
    for (DateMention.Field field :
        mention.fields().stream()
            .sorted((a, b) -> Integer.compare(a.start(), b.start()))
            .toList()) {
      result.append(text, at, field.start());
      result.append(
          value(field, text.substring(field.start(), field.end()), moved, isPadded(text, mention)));
      at = field.end();
    }
    String tail = text.substring(at, mention.end());
    // A time of day glued to the date tells when the examination was.
    return result.append(tail.startsWith("T") ? "" : tail).toString();
  }

  private LocalDate written(DateMention mention) {
    int year = mention.year() == null ? assumedYear : mention.year();
    Integer week = mention.week();
    if (week != null) {
      return LocalDate.of(year, 1, 4).with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week);
    }
    Integer month = mention.month();
    Integer day = mention.day();
    return LocalDate.of(year, month == null ? 1 : month, day == null ? 15 : day);
  }

  private static String value(
      DateMention.Field field, String written, LocalDate moved, boolean padded) {
    return switch (field.part()) {
      case DAY -> digits(moved.getDayOfMonth(), padded);
      case MONTH ->
          Character.isDigit(written.charAt(0))
              ? digits(moved.getMonthValue(), padded)
              : MonthNames.inStyleOf(written, moved.getMonthValue());
      case WEEK -> digits(moved.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), padded);
      case YEAR ->
          written.length() == 2
              ? "%02d".formatted(moved.getYear() % 100)
              : Integer.toString(moved.getYear());
    };
  }

  /** A leading zero, or day and month both of two digits, show that the writer pads. */
  private static boolean isPadded(String text, DateMention mention) {
    List<String> numbers =
        mention.fields().stream()
            .filter(field -> field.part() != DateMention.Part.YEAR)
            .map(field -> text.substring(field.start(), field.end()))
            .filter(written -> Character.isDigit(written.charAt(0)))
            .toList();
    return numbers.stream().anyMatch(written -> written.startsWith("0"))
        || (numbers.size() > 1 && numbers.stream().allMatch(written -> written.length() == 2));
  }

  private static String digits(int value, boolean padded) {
    return padded ? String.format(Locale.ROOT, "%02d", value) : Integer.toString(value);
  }
}
