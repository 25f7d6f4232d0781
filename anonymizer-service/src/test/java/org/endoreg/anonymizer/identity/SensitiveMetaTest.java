package org.endoreg.anonymizer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SensitiveMetaTest {

  @Test
  void nonBlankFillsBlankOnly() {
    SensitiveMeta known = SensitiveMeta.builder().patient("Anna", "n/a").caseNumber("-").build();
    SensitiveMeta read =
        SensitiveMeta.builder()
            .patient("Bertha", "Testperson")
            .caseNumber("12345678")
            .birthDate(LocalDate.of(1980, 2, 1))
            .build();

    SensitiveMeta merged = known.mergedWith(read);

    assertThat(merged.firstName()).isEqualTo("Anna");
    assertThat(merged.lastName()).isEqualTo("Testperson");
    assertThat(merged.caseNumber()).isEqualTo("12345678");
    assertThat(merged.isPatientIdentityComplete()).isTrue();
  }

  @Test
  void itsStringFormNamesNobody() {
    assertThat(SensitiveMeta.builder().patient("Anna", "Testperson").build().toString())
        .doesNotContain("Anna")
        .doesNotContain("Testperson");
  }
}
