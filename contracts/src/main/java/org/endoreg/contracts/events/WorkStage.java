package org.endoreg.contracts.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a worker is doing at the moment. */
public enum WorkStage {
  READING,
  REDACTING,
  ENCODING,
  RE_READING,
  PUBLISHING;

  /** The name in JSON. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static WorkStage of(String wireName) {
    return Arrays.stream(values())
        .filter(stage -> stage.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown stage"));
  }
}
