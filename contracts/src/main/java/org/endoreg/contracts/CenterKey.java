package org.endoreg.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The only machine-facing name of a clinical center: a slug of at most 63 characters, immutable
 * once assigned. Display names may change and never route anything.
 */
public record CenterKey(@JsonValue String value) {
  /** What a center key looks like, for JSON Schema and for configuration checks. */
  public static final String PATTERN = "^[a-z0-9_-]{1,63}$";

  private static final Pattern SLUG = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when the text is not a slug of 1 to 63 characters
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CenterKey {
    if (!SLUG.matcher(value).matches()) {
      throw new IllegalArgumentException("not a center key");
    }
  }

  /** True when the text could be a center key. */
  public static boolean accepts(String text) {
    return SLUG.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
