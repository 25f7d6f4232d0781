package org.endoreg.knowledge.request;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a list are wanted. A limit above the maximum means the maximum; what is no number,
 * or further down than anybody reads, is a bad request.
 */
public record Page(int limit, int offset) {
  private static final int MAX_OFFSET = 1_000_000;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  /** Reads the two query parameters of a list with this usual and largest page size. */
  public static Page of(@Nullable String limit, @Nullable String offset, int usual, int largest) {
    int wanted = number("limit", limit, usual);
    int skipped = number("offset", offset, 0);
    if (wanted < 1) {
      throw invalid("limit", "below_one");
    }
    if (skipped > MAX_OFFSET) {
      throw invalid("offset", "too_large");
    }
    return new Page(Math.min(wanted, largest), skipped);
  }

  private static int number(String field, @Nullable String text, int fallback) {
    if (text == null || text.isEmpty()) {
      return fallback;
    }
    if (!DIGITS.matcher(text).matches()) {
      throw invalid(field, "not_an_integer");
    }
    return Integer.parseInt(text);
  }

  private static ProblemException invalid(String field, String reason) {
    return new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(field, List.of(reason)));
  }
}
