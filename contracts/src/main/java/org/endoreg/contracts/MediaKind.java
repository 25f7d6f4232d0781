package org.endoreg.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The two kinds of media an examination leaves behind. */
public enum MediaKind {
  REPORT("report"),
  VIDEO("video");

  private final String wireName;

  MediaKind(String wireName) {
    this.wireName = wireName;
  }

  /** The name used in JSON and in the database. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /**
   * @throws IllegalArgumentException for any other name
   */
  @JsonCreator
  public static MediaKind of(String wireName) {
    return Arrays.stream(values())
        .filter(kind -> kind.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown media kind"));
  }
}
