package org.endoreg.contracts.events;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds text to its {@link Shape}. The failure names the member and never quotes the text. */
final class Shaped {
  private Shaped() {}

  static void require(String member, String shape, @Nullable String text) {
    if (text != null && !Pattern.matches(shape, text)) {
      throw new IllegalArgumentException(member + " has not the shape " + shape);
    }
  }

  static void requireAll(String member, String shape, @Nullable Collection<String> texts) {
    if (texts != null) {
      texts.forEach(text -> require(member, shape, text));
    }
  }
}
