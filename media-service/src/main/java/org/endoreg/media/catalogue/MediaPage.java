package org.endoreg.media.catalogue;

import java.util.List;
import java.util.function.Function;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A page of the catalogue in the shape the reference's clients read: total count, links, results.
 */
public record MediaPage<T>(
    long count, @Nullable String next, @Nullable String previous, List<T> results) {
  private static final int LARGEST = 100;
  private static final int USUAL = 50;

  /** Reads the page; {@code limit} is capped at 100. */
  public static <T> MediaPage<T> read(
      Catalogue catalogue,
      CenterScope scope,
      MediaKind kind,
      @Nullable String limitText,
      @Nullable String offsetText,
      String path,
      Function<Medium, T> view) {
    int limit = Math.min(number(limitText, USUAL, 1), LARGEST);
    int offset = number(offsetText, 0, 0);
    long count = catalogue.count(scope, kind);
    List<T> results = catalogue.page(scope, kind, limit, offset).stream().map(view).toList();
    boolean more = (long) offset + limit < count;
    return new MediaPage<>(
        count,
        more ? link(path, limit, offset + limit) : null,
        offset > 0 ? link(path, limit, Math.max(0, offset - limit)) : null,
        results);
  }

  private static String link(String path, int limit, int offset) {
    return path + "?limit=" + limit + "&offset=" + offset;
  }

  private static int number(@Nullable String text, int usual, int least) {
    if (text == null) {
      return usual;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER);
    }
    throw new ProblemException(ProblemCode.INVALID_PARAMETER);
  }
}
