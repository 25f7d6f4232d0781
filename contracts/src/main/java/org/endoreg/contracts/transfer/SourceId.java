package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The sender's own identifier of a row: a whole number or one word. Both write the same text, so
 * {@code 7} and {@code "7"} are one identifier.
 */
public record SourceId(@JsonValue String text) {

  /** A number, as the reference system sends it. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SourceId of(long number) {
    return new SourceId(Long.toString(number));
  }

  /** A word. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SourceId of(String word) {
    return new SourceId(word);
  }
}
