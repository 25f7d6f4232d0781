package org.endoreg.knowledge.authoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.knowledge.terminology.Kind;
import org.endoreg.knowledge.terminology.Labels;
import org.endoreg.knowledge.terminology.Relations;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one fixture file. The folder decides what the rows are; declared relation
 * fields become references, label fields labels, and everything else stays a plain value.
 */
final class RowReader {
  private static final Pattern LABEL = Pattern.compile("(name|description)_([a-z]{2})");

  private final Kind kind;
  private final String file;
  private final Issues issues;
  private final TextRule rule;
  private final DescriptorReader descriptors;

  RowReader(Kind kind, String file, Issues issues) {
    this.kind = kind;
    this.file = file;
    this.issues = issues;
    this.rule = new TextRule(file, issues);
    this.descriptors = new DescriptorReader(file, issues);
  }

  /** The row, empty when it cannot be read at all; the reason is among the issues then. */
  Optional<FixtureRow> read(YamlValue item) {
    if (!(item instanceof YamlValue.Fields outer)
        || !(outer.get("fields") instanceof YamlValue.Fields fields)) {
      issues.add(
          IssueCode.INVALID_ITEM_TYPE, rule.at(item), "a row is a mapping with a mapping 'fields'");
      return Optional.empty();
    }
    noteModel(outer);
    Optional<String> name = rule.text(fields.get("name"), "name");
    if (name.isPresent() && name.get().length() > kind.nameLimit()) {
      issues.add(
          IssueCode.INVALID_NAME,
          rule.at(fields.get("name")),
          "a " + kind.key() + " name has at most " + kind.nameLimit() + " characters");
      return Optional.empty();
    }
    return Optional.of(
        new FixtureRow(
            kind,
            new Location(file, item.line()),
            name.orElse(null),
            labels(fields),
            attributes(fields),
            references(fields),
            descriptors.read(fields)));
  }

  private void noteModel(YamlValue.Fields outer) {
    String key = outer.fields().containsKey("models") ? "models" : "model";
    if (!outer.fields().containsKey(key)) {
      return;
    }
    String stated = outer.get(key) instanceof YamlValue.Text text ? text.text() : "";
    if (!key.equals("model") || !stated.equals("endoreg_db." + kind.key())) {
      issues.add(
          IssueCode.MODEL_MISMATCH,
          new Location(file, outer.line()),
          key + " '" + stated + "' lies in the folder of " + kind.key() + ", which decides");
    }
  }

  private Labels labels(YamlValue.Fields fields) {
    Map<String, String> names = new TreeMap<>();
    Map<String, String> descriptions = new TreeMap<>();
    fields
        .fields()
        .forEach(
            (field, value) -> {
              Matcher label = LABEL.matcher(field);
              if (label.matches()) {
                Map<String, String> texts = label.group(1).equals("name") ? names : descriptions;
                rule.text(value, field).ifPresent(text -> texts.put(label.group(2), text));
              }
            });
    rule.text(fields.get("description"), "description")
        .ifPresent(text -> descriptions.put(Labels.ANY, text));
    return new Labels(names, descriptions);
  }

  private Map<String, FixtureRow.Reference> references(YamlValue.Fields fields) {
    Map<String, FixtureRow.Reference> references = new LinkedHashMap<>();
    for (String field : Relations.of(kind).keySet()) {
      YamlValue value = fields.fields().get(field);
      if (value != null) {
        references.put(field, reference(value, field));
      }
    }
    return references;
  }

  private FixtureRow.Reference reference(YamlValue value, String field) {
    boolean many = value instanceof YamlValue.Items;
    List<YamlValue> items = value instanceof YamlValue.Items list ? list.items() : List.of(value);
    Map<String, Integer> lineOf = new LinkedHashMap<>();
    for (YamlValue item : items) {
      rule.text(item, field).ifPresent(name -> lineOf.putIfAbsent(name, item.line()));
    }
    return new FixtureRow.Reference(lineOf, many);
  }

  private Map<String, Object> attributes(YamlValue.Fields fields) {
    Map<String, Object> attributes = new TreeMap<>();
    fields
        .fields()
        .forEach(
            (field, value) -> {
              if (!isStructure(field)) {
                attributes.put(field, plain(field, value));
              }
            });
    return attributes;
  }

  private boolean isStructure(String field) {
    return field.equals("name")
        || field.equals("description")
        || field.equals(DescriptorReader.SUBCATEGORIES)
        || field.equals(DescriptorReader.NUMERICAL)
        || LABEL.matcher(field).matches()
        || Relations.of(kind).containsKey(field);
  }

  private static Object plain(String field, @Nullable YamlValue value) {
    Object plain = value == null ? "" : value.plain();
    return KnownSpellings.meansOpenEnded(field, plain) ? "" : plain;
  }
}
