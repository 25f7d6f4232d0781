package org.endoreg.anonymizer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
  private static final String CENTER = "demo_center_a";
  private static final LocalDate BORN = LocalDate.of(1980, 2, 1);

  private final Pseudonyms pseudonyms = new Pseudonyms(rootOfTheVector());
  private final LegacyPseudonyms legacy = new LegacyPseudonyms("unit-test-salt");

  @Test
  void thePatientVectorOfTheSchemeHolds() {
    assertThat(pseudonyms.patient(person("Anna", "Testperson"), CENTER))
        .contains("c9ee6f86801ad1967976810df5158a2917a670523c39c3841be3b60bd8747485");
  }

  @Test
  void theLegacyVectorsHold() {
    SensitiveMeta meta =
        SensitiveMeta.builder()
            .patient("Anna", "Testperson")
            .birthDate(BORN)
            .examination(LocalDate.of(2024, 3, 15), null)
            .examiner("Bert", "Pruefer")
            .build();

    assertThat(legacy.patient(meta, CENTER))
        .contains("920f3f48cf4e931f4177df1f15eb71367e40f040022e7e157d390a4e4c5b4db2");
    assertThat(legacy.examination(meta, CENTER))
        .contains("2bd2a87eaa53996432b9099429414ef51373265f6ab676ca82f07dcc6a1c995f");
    assertThat(legacy.examiner(meta, CENTER))
        .contains("9e266d4ac5606b0c30e01fb249716e62b71ee14ff8d12a57cd611a3bf508029a");
  }

  @Test
  void aMovedNameBoundaryIsAnotherPatientNowAndWasTheSameBefore() {
    SensitiveMeta moved = person("AnnaT", "estperson");
    SensitiveMeta right = person("Anna", "Testperson");

    assertThat(pseudonyms.patient(moved, CENTER)).isNotEqualTo(pseudonyms.patient(right, CENTER));
    assertThat(legacy.patient(moved, CENTER)).isEqualTo(legacy.patient(right, CENTER));
  }

  @Test
  void spellingsOfOneNameAreOnePatient() {
    assertThat(pseudonyms.patient(person("Anna", "Müller "), CENTER))
        .isEqualTo(pseudonyms.patient(person("anna", "MUELLER"), CENTER))
        .isEqualTo(pseudonyms.patient(person("Dr. Anna", "Mu\u0308ller"), CENTER));
    assertThat(pseudonyms.patient(person("Anna-Maria", "O'Test"), CENTER))
        .isEqualTo(pseudonyms.patient(person("Anna Maria", "O Test"), CENTER));
  }

  @Test
  void anIncompleteIdentityHasNoHashes() {
    SensitiveMeta withoutLastName = person("Anna", "unbekannt");

    assertThat(pseudonyms.patient(withoutLastName, CENTER)).isEmpty();
    assertThat(pseudonyms.examination(withoutLastName, CENTER)).isEmpty();
    assertThat(legacy.patient(withoutLastName, CENTER)).isEmpty();
    assertThat(pseudonyms.patient(bornOn(LocalDate.of(1900, 1, 1)), CENTER)).isEmpty();
  }

  @Test
  void twoExaminationsOfOnePatientDiffer() {
    SensitiveMeta spring = examinedOn(LocalDate.of(2024, 3, 15));
    SensitiveMeta april = examinedOn(LocalDate.of(2024, 4, 1));

    assertThat(pseudonyms.patient(spring, CENTER)).isEqualTo(pseudonyms.patient(april, CENTER));
    assertThat(pseudonyms.examination(spring, CENTER))
        .isPresent()
        .isNotEqualTo(pseudonyms.examination(april, CENTER));
  }

  @Test
  void centresDoNotShareHashes() {
    assertThat(pseudonyms.patient(person("Anna", "Testperson"), "other_center"))
        .isNotEqualTo(pseudonyms.patient(person("Anna", "Testperson"), CENTER));
  }

  static RootKey rootOfTheVector() {
    byte[] secret = new byte[32];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    return new RootKey("test-1", secret);
  }

  private static SensitiveMeta person(String first, String last) {
    return SensitiveMeta.builder().patient(first, last).birthDate(BORN).build();
  }

  private static SensitiveMeta bornOn(LocalDate day) {
    return SensitiveMeta.builder().patient("Anna", "Testperson").birthDate(day).build();
  }

  private static SensitiveMeta examinedOn(LocalDate day) {
    return SensitiveMeta.builder()
        .patient("Anna", "Testperson")
        .birthDate(BORN)
        .examination(day, null)
        .build();
  }
}
