package org.endoreg.samples;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * Draws invented patients and examinations; the same seed gives the same people in the same order.
 */
public final class PeopleBySeed {
  private static final List<String> FEMALE =
      List.of("Anna", "Ilse", "Margarete", "Jördis", "Helene", "Friederike", "Ottilie", "Brigitte");
  private static final List<String> MALE =
      List.of(
          "Konrad", "Wendelin", "Jürgen", "Albrecht", "Dietmar", "Ruprecht", "Gottfried", "Emil");
  private static final List<String> FAMILY =
      List.of(
          "Testperson",
          "Musterfrau",
          "Probenhausen",
          "Beispielmann",
          "Erfundner",
          "Niemandsdorf",
          "Schattenbaum",
          "Übungsfeld");
  private static final List<String> EXAMINER_FIRST =
      List.of("Bert", "Sieglinde", "Hartmut", "Rosalie");
  private static final List<String> EXAMINER_LAST =
      List.of("Prüferich", "Untersucherin", "Schlauchmeier", "Spiegelhoff");

  private final Random random;

  /** Starts a fresh, reproducible sequence of people. */
  public PeopleBySeed(long seed) {
    this.random = new Random(seed);
  }

  /** The next invented patient, born between 1930 and 1999. */
  public InventedPatient nextPatient() {
    Gender gender = random.nextBoolean() ? Gender.FEMALE : Gender.MALE;
    String first = pick(gender == Gender.FEMALE ? FEMALE : MALE);
    LocalDate born =
        LocalDate.of(1930 + random.nextInt(70), 1 + random.nextInt(12), 1 + random.nextInt(28));
    String insurance = (char) ('A' + random.nextInt(26)) + digits(9);
    return new InventedPatient(first, pick(FAMILY), gender, born, insurance);
  }

  /** An examination of this patient on a working day of 2023 or 2024. */
  public InventedExamination nextExamination(InventedPatient patient, ExaminationKind kind) {
    LocalDate day = LocalDate.of(2023, 1, 2).plusDays(random.nextInt(720));
    String device = kind == ExaminationKind.COLONOSCOPY ? "CF-HQ190L" : "GIF-HQ190";
    return new InventedExamination(
        patient,
        kind,
        day.atTime(8 + random.nextInt(8), random.nextInt(60)),
        digits(8),
        pick(EXAMINER_FIRST),
        pick(EXAMINER_LAST),
        device,
        digits(8));
  }

  private String pick(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private String digits(int count) {
    StringBuilder number = new StringBuilder().append(1 + random.nextInt(9));
    while (number.length() < count) {
      number.append(random.nextInt(10));
    }
    return number.toString();
  }
}
