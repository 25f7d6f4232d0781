package org.endoreg.transfer.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.endoreg.transfer.envelope.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers by the documented rule of Python's {@code repr(float)}; the rest also against Node. */
class CanonicalJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "25.0, 25.0",
    "0.1, 0.1",
    "1e16, 1e+16",
    "9999999999999998.0, 9999999999999998.0",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.5e300, 1.5e+300",
    "-2.5e-7, -2.5e-07",
    "2e-3, 0.002",
    "5e-324, 5e-324",
    "-0.0, -0.0",
    "7, 7",
    "9007199254740993, 9007199254740993"
  })
  void aNumberHasOneText(String number, String expected) throws Exception {
    assertThat(CanonicalJson.textOf(JSON.readTree(number))).isEqualTo(expected);
  }

  @Test
  void membersAreSortedByCodePointAndTextIsAscii() throws Exception {
    String text =
        "{\"b\": [1, true, null], \"ﬁ\": 1, \"😀\": 2, \"a\\\"\\\\\": \"ä\\u0007\\n\\u007f/\"}";
    String canonical = CanonicalJson.textOf(JSON.readTree(text));
    assertThat(canonical)
        .isEqualTo(
            "{\"a\\\"\\\\\":\"\\u00e4\\u0007\\n\\u007f/\",\"b\":[1,true,null],"
                + "\"\\ufb01\":1,\"\\ud83d\\ude00\":2}");
    assumeThat(Node.isThere()).as("node is installed").isTrue();
    assertThat(Node.run(text, "canonical")).isEqualTo(canonical);
  }

  /**
   * Every pair of texts of up to three units, whole pairs of surrogates and torn ones among them.
   */
  @Test
  void theOrderIsTheOneOfCodePoints() {
    List<String> texts = new ArrayList<>(List.of(""));
    List<String> units = List.of("a", "\ud800", "\ud801", "\udc00", "\udc01", "\ue000");
    for (int from = 0; texts.get(from).length() < 3; from++) {
      for (String unit : units) {
        texts.add(texts.get(from) + unit);
      }
    }
    for (String one : texts) {
      for (String other : texts) {
        int[] left = one.codePoints().toArray();
        int[] right = other.codePoints().toArray();
        assertThat(Integer.signum(CanonicalJson.byCodePoint(one, other)))
            .isEqualTo(Integer.signum(Arrays.compare(left, right)));
      }
    }
  }
}
