package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text into words; hyphens and apostrophes inside a word belong to it. */
final class Tokens {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\d]+(?:['\\u2019-][\\p{L}\\p{M}\\d]+)*");

  private Tokens() {}

  /** A word and where it stands. */
  record Token(String text, int start, int end) {
    boolean startsUpperCase() {
      return Character.isUpperCase(text.charAt(0));
    }
  }

  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      tokens.add(new Token(matcher.group(), matcher.start(), matcher.end()));
    }
    return tokens;
  }
}
