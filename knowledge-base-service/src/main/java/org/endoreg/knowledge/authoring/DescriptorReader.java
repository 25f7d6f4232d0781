package org.endoreg.knowledge.authoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.endoreg.knowledge.terminology.Descriptors;
import org.endoreg.knowledge.terminology.NumericDescriptor;
import org.endoreg.knowledge.terminology.Subcategory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a choice still asks for: selections and measured values. What breaks an invariant is
 * reported and left out; what older trees are known to get slightly wrong is repaired.
 */
final class DescriptorReader {
  static final String SUBCATEGORIES = "subcategories";
  static final String NUMERICAL = "numerical_descriptors";

  private final Issues issues;
  private final TextRule rule;

  DescriptorReader(String file, Issues issues) {
    this.issues = issues;
    this.rule = new TextRule(file, issues);
  }

  /** The descriptors of a row, null when it gives none of the two fields. */
  @Nullable Descriptors read(YamlValue.Fields row) {
    if (!row.fields().containsKey(SUBCATEGORIES) && !row.fields().containsKey(NUMERICAL)) {
      return null;
    }
    Map<String, Subcategory> selections = new LinkedHashMap<>();
    entries(row.get(SUBCATEGORIES))
        .forEach((name, value) -> subcategory(value).ifPresent(one -> selections.put(name, one)));
    Map<String, NumericDescriptor> numbers = new LinkedHashMap<>();
    entries(row.get(NUMERICAL))
        .forEach((name, value) -> numeric(value).ifPresent(one -> numbers.put(name, one)));
    return new Descriptors(selections, numbers);
  }

  private Map<String, YamlValue> entries(YamlValue value) {
    if (value instanceof YamlValue.Fields map) {
      return map.fields();
    }
    if (!(value instanceof YamlValue.Nothing)) {
      invalid(value, "descriptors are a mapping from name to definition");
    }
    return Map.of();
  }

  private Optional<Subcategory> subcategory(YamlValue value) {
    if (!(value instanceof YamlValue.Fields map)) {
      invalid(value, "a selection is a mapping with choices");
      return Optional.empty();
    }
    List<String> choices = rule.texts(map.get("choices"), "choices");
    if (choices.isEmpty()) {
      invalid(value, "a selection needs at least one choice");
      return Optional.empty();
    }
    return Optional.of(
        new Subcategory(
            choices,
            defaultChoice(map, choices),
            probability(map, choices.size()),
            flag(map.get("required")),
            rule.text(map.get("description"), "description").orElse(null)));
  }

  private @Nullable String defaultChoice(YamlValue.Fields map, List<String> choices) {
    YamlValue written = map.get("default");
    Optional<String> choice = rule.text(written, "default");
    if (choice.isPresent() && !choices.contains(choice.get())) {
      issues.add(
          IssueCode.DEFAULT_NOT_A_CHOICE,
          rule.at(written),
          "default '" + choice.get() + "' is not one of the choices and is dropped");
      return null;
    }
    return choice.orElse(null);
  }

  private List<Double> probability(YamlValue.Fields map, int choices) {
    YamlValue written = map.get("probability");
    if (!(written instanceof YamlValue.Items list) || list.items().isEmpty()) {
      return List.of();
    }
    List<Double> weights =
        list.items().stream().map(item -> decimal(item).orElse(Double.NaN)).toList();
    if (Subcategory.isDistribution(weights, choices)) {
      return weights;
    }
    issues.add(
        IssueCode.PROBABILITIES,
        rule.at(written),
        weights.size() + " probabilities for " + choices + " choices do not sum to 1; normalised");
    return Weights.normalised(weights, choices);
  }

  private Optional<NumericDescriptor> numeric(YamlValue value) {
    if (!(value instanceof YamlValue.Fields map)) {
      invalid(value, "a measured value is a mapping with min and max");
      return Optional.empty();
    }
    Optional<NumericDescriptor.Shape> shape = shape(map.get("distribution"));
    Optional<Double> min = decimal(map.get("min"));
    Optional<Double> max = decimal(map.get("max"));
    if (shape.isEmpty() || min.isEmpty() || max.isEmpty()) {
      invalid(value, "a measured value needs numbers min and max and a normal or uniform shape");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new NumericDescriptor(
              rule.text(map.get("unit"), "unit").orElse(null),
              min.get(),
              max.get(),
              shape.get(),
              decimal(map.get("mean")).orElse(null),
              decimal(map.get("std")).orElse(null),
              flag(map.get("required")),
              rule.text(map.get("description"), "description").orElse(null)));
    } catch (IllegalArgumentException e) {
      invalid(value, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<NumericDescriptor.Shape> shape(YamlValue value) {
    return switch (rule.text(value, "distribution").orElse("normal").toLowerCase(Locale.ROOT)) {
      case "normal" -> Optional.of(NumericDescriptor.Shape.NORMAL);
      case "uniform" -> Optional.of(NumericDescriptor.Shape.UNIFORM);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> decimal(YamlValue value) {
    return value instanceof YamlValue.Numeral numeral
        ? Optional.of(numeral.number().doubleValue())
        : Optional.empty();
  }

  private static boolean flag(YamlValue value) {
    return value instanceof YamlValue.Flag flag && flag.set();
  }

  private void invalid(YamlValue value, String message) {
    issues.add(IssueCode.INVALID_DESCRIPTOR, rule.at(value), message);
  }
}
