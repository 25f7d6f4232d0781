package org.endoreg.platform.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = "AB".repeat(32);

  @Test
  void aFullSidecarIsReadWithItsDigestInLowerCase() throws SidecarRefused {
    Sidecar sidecar = json(full().toString());
    assertThat(sidecar.centerKey()).isEqualTo(new CenterKey("north"));
    assertThat(sidecar.fileSha256()).isEqualTo(new Sha256("ab".repeat(32)));
    assertThat(sidecar.validatedAt()).isEqualTo(OffsetDateTime.parse("2026-01-02T10:00:00+01:00"));
    assertThat(sidecar.examinationTime()).hasToString("09:30");
    assertThat(sidecar.rawColumns()).isNotNull();
    assertThat(sidecar).hasToString("Sidecar");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("center_key", "\"North\""),
        Arguments.of("center_key", "7"),
        Arguments.of("center_name", "7"),
        Arguments.of("source_system", "7"),
        Arguments.of("file_sha256", "\"" + "ab".repeat(31) + "\""),
        Arguments.of("file_sha256", "\"" + "zz".repeat(32) + "\""),
        Arguments.of("human_anonymization_validated", "\"true\""),
        Arguments.of("human_anonymization_validated", "1"),
        Arguments.of("validated_by", "{}"),
        Arguments.of("validated_at", "\"2026-01-02T10:00:00\""),
        Arguments.of("validated_at", "\"2026-01-02\""),
        Arguments.of("validated_at", "\"2026-02-30T10:00:00Z\""),
        Arguments.of("external_id", "7"),
        Arguments.of("external_id_origin", "[]"),
        Arguments.of("casenumber", "12"),
        Arguments.of("examination_date", "\"02.01.2026\""),
        Arguments.of("examination_date", "\"2026-02-30\""),
        Arguments.of("examination_time", "\"25:00\""),
        Arguments.of("anonymized_text", "true"),
        Arguments.of("endoscope_type", "7"),
        Arguments.of("endoscope_sn", "7"),
        Arguments.of("patient_hash", "7"),
        Arguments.of("examination_hash", "7"),
        Arguments.of("source_document_type", "7"),
        Arguments.of("original_document_id", "7"),
        Arguments.of("original_document_version", "7"),
        Arguments.of("raw_columns", "[1]"),
        Arguments.of("raw_columns", "7"),
        Arguments.of("patient_first_name", "\"Erika\""),
        Arguments.of("patient_last_name", "\"Muster\""),
        Arguments.of("patient_dob", "\"1970-01-01\""),
        Arguments.of("patient_gender", "\"f\""),
        Arguments.of("patient_gender", "\"\""),
        Arguments.of("patient_gender", "null"),
        Arguments.of("text", "\"x\""),
        Arguments.of("file_path", "\"/x\""));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aWrongValueIsRefusedByTheNameOfItsField(String field, String value) throws Exception {
    ObjectNode sidecar = full();
    sidecar.set(field, JSON.readTree(value));
    SidecarRefused refused = refused(sidecar.toString());
    assertThat(refused.code()).isEqualTo(ProblemCode.SIDECAR_INVALID);
    assertThat(refused.fields()).containsExactly(field);
    assertThat(refused).hasMessage("sidecar_invalid");
  }

  @ParameterizedTest
  @EnumSource(SidecarField.class)
  void everyFieldIsRequiredOptionalOrForbiddenAsTheContractSays(SidecarField field) {
    for (String absence : List.of("left out", "null", "blank")) {
      ObjectNode sidecar = full();
      switch (absence) {
        case "null" -> sidecar.putNull(field.wireName());
        case "blank" -> sidecar.put(field.wireName(), " \t");
        default -> sidecar.remove(field.wireName());
      }
      boolean forbidden = field.need() == SidecarField.Need.FORBIDDEN;
      if (field.need() == SidecarField.Need.REQUIRED
          || (forbidden && !absence.equals("left out"))) {
        assertThat(refused(sidecar.toString()).fields()).containsExactly(field.wireName());
      } else {
        assertThatCode(() -> json(sidecar.toString())).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void allBrokenFieldsAreNamedAtOnceAndMadeUpNamesAreNotRepeated() {
    ObjectNode sidecar = full();
    sidecar.remove("validated_by");
    sidecar.put("validated_at", "yesterday");
    sidecar.put("erika_muster", "1970-01-01");
    assertThat(refused(sidecar.toString()).fields())
        .containsExactly("validated_by", "validated_at", SidecarReader.UNKNOWN_FIELD);
  }

  @Test
  void aSidecarThatDeniesTheSignOffIsToldApartFromABrokenOne() {
    SidecarRefused refused = refused(full().put("human_anonymization_validated", false).toString());
    assertThat(refused.code()).isEqualTo(ProblemCode.SIDECAR_NOT_VALIDATED);
    assertThat(refused.fields()).containsExactly("human_anonymization_validated");
  }

  @Test
  void centerAndDigestMustBeTheOnesOfTheDrop() throws SidecarRefused {
    Sidecar sidecar = json(full().toString());
    sidecar.requireCenter(new CenterKey("north"));
    sidecar.requireDigest(new Sha256("ab".repeat(32)));
    assertThat(
            assertThrows(SidecarRefused.class, () -> sidecar.requireCenter(new CenterKey("south"))))
        .extracting(SidecarRefused::code, SidecarRefused::fields)
        .containsExactly(ProblemCode.SIDECAR_CENTER_MISMATCH, List.of("center_key"));
    assertThat(
            assertThrows(
                SidecarRefused.class, () -> sidecar.requireDigest(new Sha256("cd".repeat(32)))))
        .extracting(SidecarRefused::code, SidecarRefused::fields)
        .containsExactly(ProblemCode.SIDECAR_DIGEST_MISMATCH, List.of("file_sha256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"x\"",
        "null",
        "{",
        "{}x",
        "{} {}",
        "{\"a\":1,\"a\":1}",
        "\u0000"
      })
  void whatIsNoSingleObjectIsNotReadable(String text) {
    assertThat(refused(text).code()).isEqualTo(ProblemCode.SIDECAR_INVALID);
  }

  @Test
  void aKeyGivenTwiceIsRefusedAtAnyDepthInBothFormats() {
    String once = full().toString();
    String twice = once.replaceFirst("\\{", "{\"center_key\":\"north\",");
    String within = once.replace("\"column\":1", "\"column\":1,\"column\":2");
    assertThat(within).isNotEqualTo(once);
    for (String text : List.of(twice, within)) {
      assertThat(refused(text).fields()).isEmpty();
      assertThrows(SidecarRefused.class, () -> yaml(text));
    }
  }

  @Test
  void sizeAndDepthAreBounded() {
    ObjectNode large = full().put("anonymized_text", "x".repeat(Sidecar.MAX_BYTES));
    assertThat(refused(large.toString()).fields()).isEmpty();
    String deep = "{\"raw_columns\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    assertThat(refused(deep).fields()).isEmpty();
    assertThrows(SidecarRefused.class, () -> yaml(deep));
  }

  @Test
  void aliasesCannotMultiplyASidecar() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, (before + ",").repeat(8) + before));
    }
    assertThrows(SidecarRefused.class, () -> yaml(bomb.toString()));
    assertThrows(SidecarRefused.class, () -> yaml("a: &a [*a]"));
    assertThrows(SidecarRefused.class, () -> yaml("a: !!java.net.URL ['http://localhost']"));
  }

  @Test
  void yamlIsReadLikeJsonAndKeepsNumbersAsTyped() throws SidecarRefused {
    String text =
        """
        center_key: north
        source_system: archive
        file_sha256: %s
        human_anonymization_validated: true
        validated_by: reviewer-7
        validated_at: 2026-01-02T10:00:00+01:00
        casenumber: 00123
        examination_date: 2026-01-02
        raw_columns: {column: 1}
        """
            .formatted(DIGEST);
    Sidecar sidecar = yaml(text);
    assertThat(sidecar.casenumber()).isEqualTo("00123");
    assertThat(sidecar.examinationDate()).hasToString("2026-01-02");
    assertThat(sidecar.fileSha256()).isEqualTo(new Sha256("ab".repeat(32)));
    assertThrows(SidecarRefused.class, () -> yaml(text + "---\na: b\n"));
    assertThrows(SidecarRefused.class, () -> yaml(text.replace("reviewer-7", "yes")));
  }

  @Test
  void theExternalCaseIsHashedAsSpecified() throws Exception {
    Sidecar sidecar = json(full().toString());
    // printf 'preanonymized_external_case_v1\0origin\0ext-1\0case-1' | sha256sum
    assertThat(sidecar.externalCase("record-1")).hasValue(new Sha256(CASE_HASH));
    ObjectNode without = full();
    without.remove("casenumber");
    assertThat(json(without.toString()).externalCase("record-1")).hasValue(new Sha256(RECORD_HASH));
    without.remove("external_id_origin");
    assertThat(json(without.toString()).externalCase("record-1")).isEmpty();
  }

  /** A fixed seed: a failure can be looked at again. */
  @Test
  void whateverTheBytesAreTheAnswerIsASidecarOrItsRefusal() {
    Random random = new Random(20260102);
    byte[] valid = full().toString().getBytes(UTF_8);
    for (int round = 0; round < 6000; round++) {
      byte[] bytes = round % 3 == 0 ? noise(random) : mutated(valid, random);
      for (SidecarFormat format : SidecarFormat.values()) {
        try {
          SidecarReader.read(bytes, format);
        } catch (SidecarRefused declared) {
          assertThat(declared.fields()).hasSizeLessThan(30);
        }
      }
    }
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] mutated(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    String marks = "{}[]\":,0\\-&*!|>'%@`\n\t e";
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) marks.charAt(random.nextInt(marks.length()))
              : (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static final String CASE_HASH =
      "332885487e19dd3051124340942699a72094c4229a578f3000846795fab1f651";
  private static final String RECORD_HASH =
      "235247f07505ad34ad5b4a245788d7d31b4818398c63e4d77cd889b48a32f069";

  private static ObjectNode full() {
    ObjectNode sidecar = JSON.createObjectNode();
    sidecar.put("center_key", "north").put("center_name", "North clinic");
    sidecar.put("source_system", "archive").put("file_sha256", DIGEST);
    sidecar.put("human_anonymization_validated", true).put("validated_by", "reviewer-7");
    sidecar.put("validated_at", "2026-01-02T10:00:00+01:00");
    sidecar.put("external_id", "ext-1").put("external_id_origin", "origin");
    sidecar.put("casenumber", "case-1").put("examination_date", "2026-01-02");
    sidecar.put("examination_time", "09:30").put("anonymized_text", "no finding");
    sidecar.put("endoscope_type", "type").put("endoscope_sn", "sn");
    sidecar.put("patient_hash", "p").put("examination_hash", "e");
    sidecar.put("source_document_type", "pdf").put("original_document_id", "d");
    sidecar.put("original_document_version", "1").putObject("raw_columns").put("column", 1);
    return sidecar;
  }

  private static Sidecar json(String text) throws SidecarRefused {
    return SidecarReader.read(text.getBytes(UTF_8), SidecarFormat.JSON);
  }

  private static Sidecar yaml(String text) throws SidecarRefused {
    return SidecarReader.read(text.getBytes(UTF_8), SidecarFormat.YAML);
  }

  private static SidecarRefused refused(String text) {
    return assertThrows(SidecarRefused.class, () -> json(text));
  }
}
