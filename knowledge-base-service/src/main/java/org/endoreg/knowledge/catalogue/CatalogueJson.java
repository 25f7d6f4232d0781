package org.endoreg.knowledge.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.endoreg.knowledge.terminology.Definition;
import org.endoreg.knowledge.terminology.NumericDescriptor;
import org.endoreg.knowledge.terminology.Subcategory;
import org.jspecify.annotations.Nullable;

/**
 * The JSON columns of a definition. Descriptors keep the field names that existing clients and
 * patient records already use.
 */
final class CatalogueJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private CatalogueJson() {}

  static String write(Map<String, ?> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always have JSON", e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored JSON column is always JSON", e);
    }
  }

  static Map<String, String> texts(String json) {
    return JSON.convertValue(tree(json), TEXTS);
  }

  static String subcategories(Definition definition) {
    Map<String, Object> all = new LinkedHashMap<>();
    definition.descriptors().subcategories().forEach((name, one) -> all.put(name, selection(one)));
    return write(all);
  }

  static String numericalDescriptors(Definition definition) {
    Map<String, Object> all = new LinkedHashMap<>();
    definition.descriptors().numerical().forEach((name, one) -> all.put(name, number(one)));
    return write(all);
  }

  private static Map<String, Object> selection(Subcategory one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("choices", one.choices());
    putIfGiven(fields, "default", one.defaultChoice());
    if (!one.probability().isEmpty()) {
      fields.put("probability", one.probability());
    }
    fields.put("required", one.required());
    putIfGiven(fields, "description", one.description());
    return fields;
  }

  private static Map<String, Object> number(NumericDescriptor one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    putIfGiven(fields, "unit", one.unit());
    fields.put("min", one.min());
    fields.put("max", one.max());
    fields.put("distribution", one.distribution().name().toLowerCase(Locale.ROOT));
    putIfGiven(fields, "mean", one.mean());
    putIfGiven(fields, "std", one.std());
    fields.put("required", one.required());
    putIfGiven(fields, "description", one.description());
    return fields;
  }

  private static void putIfGiven(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
