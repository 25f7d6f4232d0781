package org.endoreg.ingest.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** How many identifiers of each type were removed, as the ledger keeps it. */
final class RemovedByType {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RemovedByType() {}

  static String toJson(Map<String, Integer> counts) {
    try {
      return JSON.writeValueAsString(counts);
    } catch (JsonProcessingException countsAlwaysHaveJson) {
      throw new IllegalStateException(countsAlwaysHaveJson);
    }
  }

  static Map<String, Integer> fromJson(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Integer>>() {});
    } catch (JsonProcessingException writtenByToJson) {
      throw new IllegalStateException(writtenByToJson);
    }
  }
}
