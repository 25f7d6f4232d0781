package org.endoreg.knowledge.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"yes", "No", "on", "OFF", "true", "False"})
  void anUnquotedYesOrNoIsABoolean(String typed) throws YamlFault {
    assertThat(read(typed)).isInstanceOf(YamlValue.Flag.class);
    assertThat(read("\"" + typed + "\"")).isEqualTo(new YamlValue.Text(typed, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "07:00:00, 25200",
    "012, 10",
    "0x1F, 31",
    "0b101, 5",
    "1_000, 1000",
    "-3, -3",
    "-1:30, -90",
    "2.50, 2.5",
    "1.5e+3, 1500"
  })
  void numbersFollowYamlOneDotOne(String typed, String value) throws YamlFault {
    assertThat(read(typed).plain()).hasToString(value);
  }

  @Test
  void aQuotedTimeStaysText() throws YamlFault {
    assertThat(read("\"07:00:00\"").plain()).isEqualTo("07:00:00");
  }

  @Test
  void aDateIsKeptAsTyped() throws YamlFault {
    assertThat(read("2024-03-15").plain()).isEqualTo("2024-03-15");
  }

  @Test
  void notANumberIsNothing() throws YamlFault {
    assertThat(read(".nan")).isInstanceOf(YamlValue.Nothing.class);
  }

  @Test
  void anEmptyFileIsNothing() throws YamlFault {
    assertThat(read("# only a remark\n")).isInstanceOf(YamlValue.Nothing.class);
  }

  @Test
  void valuesKnowTheirLines() throws YamlFault {
    YamlValue.Items items = (YamlValue.Items) read("- a\n- {b: 1,\n   c: x}\n");
    YamlValue.Fields second = (YamlValue.Fields) items.items().get(1);
    assertThat(second.line()).isEqualTo(2);
    assertThat(second.get("c").line()).isEqualTo(3);
    assertThat(items.plain()).isEqualTo(List.of("a", Map.of("b", 1L, "c", "x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a\\n- [b|2",
        "a: 1\\na: 2|2",
        "a: 1\\n7: 2|2",
        "a: 1\\nno: 2|2",
        "- !!java.net.URL [x]|1",
        "- a\\n- !!binary aGk=|2",
        "a: .inf|1",
        "a: 1\\n--- \\nb: 2|2",
        "base: &b {a: 1}\\nother:\\n  <<: *b|3"
      })
  void whatCannotBeReadIsNamedWithItsLine(String text, int line) {
    assertThat(fault(text.replace("\\n", "\n")).line()).isEqualTo(line);
  }

  @Test
  void anAliasBombIsRefused() {
    StringBuilder bomb = new StringBuilder("- &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int level = 1; level < 12; level++) {
      String before = "*a" + (level - 1);
      bomb.append("- &a").append(level).append(" [").append((before + ",").repeat(9));
      bomb.append(before).append("]\n");
    }
    assertThat(fault(bomb.toString())).hasMessageContaining("aliases");
  }

  @Test
  void aFewAliasesThatMultiplyAreRefusedByTheirSize() {
    StringBuilder bomb = new StringBuilder("- &a0 [" + "x,".repeat(200) + "x]\n");
    for (int level = 1; level < 12; level++) {
      String before = "*a" + (level - 1);
      bomb.append("- &a").append(level).append(" [").append((before + ",").repeat(3));
      bomb.append(before).append("]\n");
    }
    assertThat(fault(bomb.toString())).hasMessageContaining("too many");
  }

  @Test
  void aListInsideItselfIsRefused() {
    assertThat(fault("&a [*a]")).isNotNull();
  }

  @Test
  void aHugeFileIsRefusedBeforeItIsParsed() {
    assertThat(fault("#".repeat(YamlReader.MAX_BYTES + 1))).hasMessageContaining("larger than");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(fault("[".repeat(5_000))).isNotNull();
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    YamlFault fault =
        catchThrowableOfType(
            YamlFault.class, () -> YamlReader.read(new byte[] {'a', (byte) 0xFF, 'b'}));
    assertThat(fault).hasMessageContaining("UTF-8");
  }

  private static YamlValue read(String text) throws YamlFault {
    return YamlReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static YamlFault fault(String text) {
    return catchThrowableOfType(YamlFault.class, () -> read(text));
  }
}
