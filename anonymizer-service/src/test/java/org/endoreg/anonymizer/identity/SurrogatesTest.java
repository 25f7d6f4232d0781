package org.endoreg.anonymizer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurrogatesTest {
  private static final RootKey ROOT = PseudonymsTest.rootOfTheVector();

  @Test
  void aFemalePatientGetsAFemaleName() {
    Surrogates surrogates = of(PatientGender.FEMALE, 1, "a");

    assertThat(SurrogateNames.FEMALE).contains(surrogates.patientFirstName(Set.of()));
  }

  @Test
  void allDocumentsOfAPatientMoveByTheSameDays() {
    Surrogates first = of(PatientGender.MALE, 3, "document-one");
    Surrogates second = of(PatientGender.MALE, 3, "document-two");
    LocalDate day = LocalDate.of(2024, 3, 15);

    assertThat(ChronoUnit.DAYS.between(first.shift(day), second.shift(day.plusDays(17))))
        .isEqualTo(17);
    assertThat(first.patientLastName(Set.of())).isEqualTo(second.patientLastName(Set.of()));
  }

  @Test
  void offsetsAreNeverZeroAndStayWithinHalfAYear() {
    assertThat(IntStream.range(1, 400).map(i -> of(PatientGender.MALE, i, "x").dayOffset()))
        .allSatisfy(days -> assertThat(Math.abs(days)).isBetween(1, 182))
        .anyMatch(days -> days < 0)
        .anyMatch(days -> days > 0);
  }

  @Test
  void withoutAnIdentityTheDocumentDecides() {
    SensitiveMeta nobody = SensitiveMeta.empty();

    Surrogates one = Surrogates.of(ROOT, nobody, "demo", "aa");
    Surrogates oneAgain = Surrogates.of(ROOT, nobody, "demo", "aa");
    Surrogates other = Surrogates.of(ROOT, nobody, "demo", "bb");

    assertThat(one.dayOffset()).isEqualTo(oneAgain.dayOffset());
    assertThat(one.digits("case", 12)).isNotEqualTo(other.digits("case", 12));
  }

  @Test
  void aSurrogateNeverEqualsANameThatOccurs() {
    Surrogates surrogates = of(PatientGender.FEMALE, 5, "a");
    String natural = surrogates.patientLastName(Set.of());

    assertThat(surrogates.patientLastName(Set.of(natural.toUpperCase(Locale.ROOT))))
        .isNotEqualTo(natural);
  }

  private static Surrogates of(PatientGender gender, int day, String sourceSha256) {
    SensitiveMeta meta =
        SensitiveMeta.builder()
            .patient("Anna", "Testperson")
            .birthDate(LocalDate.of(1950, 1, 1).plusDays(day))
            .gender(gender)
            .build();
    return Surrogates.of(ROOT, meta, "demo", sourceSha256);
  }
}
