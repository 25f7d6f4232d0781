package org.endoreg.anonymizer.identity;

import java.util.List;

/** Writes an array of strings as compact JSON, the canonical input of the keyed hashes. */
final class CompactJson {
  private CompactJson() {}

  static String array(List<String> values) {
    StringBuilder json = new StringBuilder("[");
    for (String value : values) {
      json.append(json.length() == 1 ? "\"" : ",\"");
      value.chars().forEach(c -> append(json, (char) c));
      json.append('"');
    }
    return json.append(']').toString();
  }

  private static void append(StringBuilder json, char c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        if (c < 0x20) {
          json.append("\\u%04x".formatted((int) c));
        } else {
          json.append(c);
        }
      }
    }
  }
}
