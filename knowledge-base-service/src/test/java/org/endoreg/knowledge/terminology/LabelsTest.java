package org.endoreg.knowledge.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "de, Caecum, caecum, Caecum",
        "en, Caecum, caecum, caecum",
        "fr, Caecum, caecum, caecum",
        "fr, Caecum, -, Caecum",
        "de, -, caecum, caecum",
        "de, -, -, cecum"
      })
  void theDisplayFallsBackToEnglishThenGermanThenTheName(
      String asked, @Nullable String de, @Nullable String en, String shown) {
    Map<String, String> names = new HashMap<>();
    if (de != null) {
      names.put("de", de);
    }
    if (en != null) {
      names.put("en", en);
    }
    Definition cecum =
        new Definition(
            Kind.FINDING_CLASSIFICATION_CHOICE,
            "cecum",
            new Labels(names, Map.of()),
            Map.of(),
            Map.of(),
            Descriptors.NONE);
    assertThat(cecum.display(asked)).isEqualTo(shown);
  }
}
