package org.endoreg.knowledge.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a name or a label belongs, only text will do. An unquoted yes or no has already lost what
 * the author typed, so it is an error; a number is taken as typed in compatible mode.
 */
final class TextRule {
  private final String file;
  private final Issues issues;

  TextRule(String file, Issues issues) {
    this.file = file;
    this.issues = issues;
  }

  /** The text of a value, empty when there is none or when it is not text. */
  Optional<String> text(YamlValue value, String field) {
    if (value instanceof YamlValue.Text text) {
      return text.text().isBlank() ? Optional.empty() : Optional.of(text.text());
    }
    if (value instanceof YamlValue.Nothing) {
      return Optional.empty();
    }
    if (value instanceof YamlValue.Numeral numeral) {
      issues.add(
          IssueCode.NUMBER_AS_TEXT,
          at(value),
          "number " + numeral.typed() + " where '" + field + "' needs text; quote it");
      return Optional.of(numeral.typed());
    }
    issues.add(
        IssueCode.TEXT_EXPECTED, at(value), what(value) + " where '" + field + "' needs text");
    return Optional.empty();
  }

  /** The texts of a list, or of a single value. */
  List<String> texts(YamlValue value, String field) {
    List<YamlValue> items = value instanceof YamlValue.Items list ? list.items() : List.of(value);
    List<String> texts = new ArrayList<>();
    for (YamlValue item : items) {
      text(item, field).ifPresent(texts::add);
    }
    return texts;
  }

  Location at(YamlValue value) {
    return new Location(file, value.line());
  }

  private static String what(YamlValue value) {
    if (value instanceof YamlValue.Flag flag) {
      return "boolean (unquoted " + flag.typed() + ")";
    }
    return value instanceof YamlValue.Items ? "list" : "mapping";
  }
}
