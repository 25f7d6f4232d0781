package org.endoreg.knowledge.request;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The language a caller wants labels in, as a two-letter code; English unless asked. */
public record DisplayLanguage(String code) {
  private static final Pattern TWO_LETTERS = Pattern.compile("[a-z]{2}");
  private static final DisplayLanguage ENGLISH = new DisplayLanguage("en");

  /** Reads the query parameter {@code lang}. */
  public static DisplayLanguage of(@Nullable String lang) {
    if (lang == null || lang.isEmpty()) {
      return ENGLISH;
    }
    if (!TWO_LETTERS.matcher(lang).matches()) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of("lang", List.of("not_a_language_code")));
    }
    return new DisplayLanguage(lang);
  }
}
