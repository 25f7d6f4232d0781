package org.endoreg.knowledge.request;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/**
 * An integer id as the compatible routes use it. Text that is no id is a bad request; an id that
 * belongs to nobody is answered later, exactly like one that belongs to somebody else.
 */
public record RowId(int value) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  /** Reads a path or query value. */
  public static RowId of(String field, String text) {
    if (!DIGITS.matcher(text).matches()) {
      throw new ProblemException(
          ProblemCode.INVALID_PARAMETER, Map.of(field, List.of("not_an_integer")));
    }
    return new RowId(Integer.parseInt(text));
  }
}
