package org.endoreg.anonymizer.recognition;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Month names in German, Austrian German and English, full, shortened and as Roman numerals. */
final class MonthNames {
  private static final List<String> GERMAN =
      List.of(
          "Januar",
          "Februar",
          "März",
          "April",
          "Mai",
          "Juni",
          "Juli",
          "August",
          "September",
          "Oktober",
          "November",
          "Dezember");
  private static final List<String> GERMAN_SHORT =
      List.of("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez");
  private static final List<String> ENGLISH =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> ENGLISH_SHORT =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final List<String> ROMAN =
      List.of("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII");
  private static final Map<String, Integer> NUMBER = numbers();

  private MonthNames() {}

  /** All spellings as a regular-expression alternative, longest first. */
  static String alternatives() {
    return NUMBER.keySet().stream()
        .filter(name -> !ROMAN.contains(name.toUpperCase(Locale.ROOT)))
        .sorted((a, b) -> b.length() - a.length())
        .collect(Collectors.joining("|"));
  }

  static OptionalInt number(String written) {
    Integer number = NUMBER.get(written.toLowerCase(Locale.ROOT));
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The month in the manner of a given spelling: its language, length and capitals. */
  static String inStyleOf(String written, int month) {
    String lower = written.toLowerCase(Locale.ROOT);
    String name = table(lower).get(month - 1);
    return written.equals(written.toUpperCase(Locale.ROOT)) && written.length() > 1
        ? name.toUpperCase(Locale.GERMAN)
        : name;
  }

  private static List<String> table(String lower) {
    if (contains(ROMAN, lower)) {
      return ROMAN;
    }
    // Spellings common to both languages ("April", "Jan") count as German, the usual language.
    if (contains(ENGLISH, lower) && !contains(GERMAN, lower)) {
      return ENGLISH;
    }
    if (contains(ENGLISH_SHORT, lower) && !contains(GERMAN_SHORT, lower)) {
      return ENGLISH_SHORT;
    }
    return lower.length() <= 4 && !contains(GERMAN, lower) ? GERMAN_SHORT : GERMAN;
  }

  private static boolean contains(List<String> names, String lower) {
    return names.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(lower));
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (List<String> table : List.of(GERMAN, GERMAN_SHORT, ENGLISH, ENGLISH_SHORT, ROMAN)) {
      for (int i = 0; i < table.size(); i++) {
        numbers.put(table.get(i).toLowerCase(Locale.ROOT), i + 1);
      }
    }
    numbers.put("jänner", 1);
    numbers.put("jän", 1);
    numbers.put("feber", 2);
    numbers.put("maerz", 3);
    numbers.put("mrz", 3);
    numbers.put("sept", 9);
    return Map.copyOf(numbers);
  }
}
