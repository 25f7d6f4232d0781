package org.endoreg.knowledge.patients;

import static org.assertj.core.api.Assertions.assertThat;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymIdTest {
  private static final Sha256 HASH = new Sha256("0123456789abcdef".repeat(4));

  @Test
  void showsTheLastEightDigitsOfTheHash() {
    assertThat(PseudonymId.of(HASH).value()).isEqualTo("P-89abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "", "weiblich", "Anna"})
  void aGenderTheVocabularyDoesNotKnowIsNotGiven(String gender) {
    assertThat(new PseudoPatient(new CenterKey("local"), HASH, 1961, gender, 1).gender()).isNull();
  }

  @Test
  void aYearNobodyWasBornInIsNotGiven() {
    assertThat(new PseudoPatient(new CenterKey("local"), HASH, 19, "other", 1).birthYear())
        .isNull();
  }
}
