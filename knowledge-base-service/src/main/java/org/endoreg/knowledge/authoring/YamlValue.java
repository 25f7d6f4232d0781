package org.endoreg.knowledge.authoring;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML 1.1 value that still knows the line it came from. Types are the ones the author really
 * wrote: an unquoted {@code no} is a {@link Flag}, never the text "no".
 */
sealed interface YamlValue {
  /** Line in its file, counted from one. */
  int line();

  /** A quoted or plain text. */
  record Text(String text, int line) implements YamlValue {}

  /** A number together with the characters the author typed. */
  record Numeral(BigDecimal number, String typed, int line) implements YamlValue {}

  /** A boolean together with the characters the author typed, which may be yes, no, on or off. */
  record Flag(boolean set, String typed, int line) implements YamlValue {}

  /** A null, an empty value or a float that is not a number. */
  record Nothing(int line) implements YamlValue {}

  /** A list. */
  record Items(List<YamlValue> items, int line) implements YamlValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping with text keys, in the author's order. */
  record Fields(Map<String, YamlValue> fields, int line) implements YamlValue {
    /** The value under this key, {@link Nothing} when the key is absent. */
    YamlValue get(String key) {
      return fields.getOrDefault(key, new Nothing(line));
    }
  }

  /** The value as JSON would hold it: text, number, boolean, list or map; nothing becomes "". */
  default Object plain() {
    if (this instanceof Text text) {
      return text.text();
    }
    if (this instanceof Numeral numeral) {
      return compact(numeral.number());
    }
    if (this instanceof Flag flag) {
      return flag.set();
    }
    if (this instanceof Items list) {
      return list.items().stream().map(YamlValue::plain).toList();
    }
    if (this instanceof Fields map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.fields().forEach((key, value) -> plain.put(key, value.plain()));
      return plain;
    }
    return "";
  }

  /** Whole numbers as integers, so that 5 and 5.0 are the same attribute. */
  private static Object compact(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 18
        ? (Object) stripped.longValueExact()
        : stripped;
  }
}
