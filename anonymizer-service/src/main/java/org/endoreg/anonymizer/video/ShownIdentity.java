package org.endoreg.anonymizer.video;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.RecogniserName;
import org.endoreg.anonymizer.recognition.Recognition;

/**
 * Tells whether words read from a picture show the patient. Names are compared with the tolerance
 * of the recognition; long numbers and dates may differ in one digit, because one misread digit
 * hides nobody. Only the known identity counts: mucosa read as text yields chance words.
 */
final class ShownIdentity {
  private static final int LONG_NUMBER = 8;
  private static final DateTimeFormatter PRINTED = DateTimeFormatter.ofPattern("ddMMuuuu");
  private static final DateTimeFormatter SORTED = DateTimeFormatter.ofPattern("uuuuMMdd");

  private final Recognition recognition;
  private final KnownIdentity known;
  private final Set<String> numbers = new LinkedHashSet<>();

  ShownIdentity(Recognition recognition, KnownIdentity known) {
    this.recognition = recognition;
    this.known = known;
    known.numbers().stream()
        .map(ShownIdentity::digits)
        .filter(number -> number.length() >= LONG_NUMBER)
        .forEach(numbers::add);
    for (LocalDate date : known.dates()) {
      numbers.add(PRINTED.format(date));
      numbers.add(SORTED.format(date));
    }
  }

  boolean isIn(List<OcrWord> words) {
    List<String> texts = words.stream().map(OcrWord::text).toList();
    boolean named =
        recognition.find(String.join(" ", texts), known).stream()
            .anyMatch(span -> span.recognisers().contains(RecogniserName.KNOWN_IDENTITY));
    return named || nearlyOneOfTheNumbers(texts);
  }

  private boolean nearlyOneOfTheNumbers(List<String> words) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String run = "";
      for (int length = 0; length < 3 && i + length < words.size(); length++) {
        run += digits(words.get(i + length));
        runs.add(run);
      }
    }
    return runs.stream().anyMatch(run -> numbers.stream().anyMatch(number -> close(run, number)));
  }

  private static boolean close(String run, String number) {
    if (run.length() != number.length()) {
      return false;
    }
    int different = 0;
    for (int i = 0; i < run.length(); i++) {
      different += run.charAt(i) == number.charAt(i) ? 0 : 1;
    }
    return different <= 1;
  }

  /** The digits of a word, letters that look like one among them. */
  private static String digits(String word) {
    return word.toUpperCase(Locale.ROOT)
        .chars()
        .map(ShownIdentity::digit)
        .filter(Character::isDigit)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static int digit(int letter) {
    return switch (letter) {
      case 'O', 'D', 'Q' -> '0';
      case 'I', 'L', '|' -> '1';
      case 'Z' -> '2';
      case 'S' -> '5';
      case 'G' -> '6';
      case 'B' -> '8';
      default -> letter;
    };
  }
}
