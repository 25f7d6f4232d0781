package org.endoreg.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a changed schema would break. Compatible is: whatever the old schema accepted, the new one
 * accepts too, and every member a consumer may read is still there.
 */
final class SchemaBreaks {
  private static final List<String> FIXED = List.of("pattern", "format", "const", "propertyNames");

  private final List<String> found = new ArrayList<>();

  private SchemaBreaks() {}

  static List<String> between(JsonNode committed, JsonNode changed) {
    SchemaBreaks breaks = new SchemaBreaks();
    breaks.compare("", committed, changed);
    return breaks.found;
  }

  private void compare(String place, JsonNode committed, JsonNode changed) {
    compareMembers(place, committed, changed);
    compareRequired(place, committed, changed);
    compareValues(place, committed, changed);
    compareTypes(place, committed, changed);
    for (String keyword : FIXED) {
      if (changed.has(keyword) && !changed.get(keyword).equals(committed.get(keyword))) {
        found.add(named(place) + " has another " + keyword);
      }
    }
    if (committed.path("additionalProperties").isObject()) {
      compare(
          place + "/*",
          committed.get("additionalProperties"),
          changed.path("additionalProperties"));
    }
  }

  private void compareMembers(String place, JsonNode committed, JsonNode changed) {
    committed
        .path("properties")
        .properties()
        .forEach(
            member -> {
              String at = place + "/" + member.getKey();
              JsonNode now = changed.path("properties").path(member.getKey());
              if (now.isMissingNode()) {
                found.add(at + " was removed or renamed");
              } else {
                compare(at, member.getValue(), now);
              }
            });
  }

  private void compareRequired(String place, JsonNode committed, JsonNode changed) {
    Set<String> before = texts(committed.path("required"));
    for (String member : texts(changed.path("required"))) {
      if (!before.contains(member)) {
        found.add(place + "/" + member + " is newly required");
      }
    }
  }

  private void compareValues(String place, JsonNode committed, JsonNode changed) {
    if (!changed.has("enum")) {
      return;
    }
    if (!committed.has("enum")) {
      found.add(named(place) + " is newly limited to an enumeration");
    }
    Set<String> now = texts(changed.get("enum"));
    for (String value : texts(committed.path("enum"))) {
      if (!now.contains(value)) {
        found.add(named(place) + " lost the value " + value);
      }
    }
  }

  private void compareTypes(String place, JsonNode committed, JsonNode changed) {
    Set<String> now = texts(changed.path("type"));
    for (String type : texts(committed.path("type"))) {
      if (!now.contains(type) && !(type.equals("integer") && now.contains("number"))) {
        found.add(named(place) + " no longer takes " + type);
      }
    }
  }

  private static String named(String place) {
    return place.isEmpty() ? "the envelope" : place;
  }

  private static Set<String> texts(JsonNode oneOrMany) {
    Set<String> texts = new TreeSet<>();
    if (oneOrMany.isArray()) {
      oneOrMany.forEach(text -> texts.add(text.asText()));
    } else if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    return texts;
  }
}
