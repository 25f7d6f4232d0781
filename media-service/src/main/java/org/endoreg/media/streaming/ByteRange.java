package org.endoreg.media.streaming;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** One range of bytes, both ends included, within content of a known size. */
public record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Number of bytes. */
  public long length() {
    return last - first + 1;
  }

  /**
   * Reads {@code bytes=a-b}, {@code bytes=a-} or {@code bytes=-n}; empty when the header asks for
   * nothing or for several ranges, which is answered with the whole content.
   *
   * @throws ProblemException {@code range_not_satisfiable} for a malformed range or one outside the
   *     content
   */
  public static Optional<ByteRange> parse(@Nullable String header, long size) {
    if (header == null || header.contains(",")) {
      return Optional.empty();
    }
    Matcher range = SINGLE.matcher(header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      throw new ProblemException(ProblemCode.RANGE_NOT_SATISFIABLE);
    }
    return Optional.of(within(range.group(1), range.group(2), size));
  }

  private static ByteRange within(String from, String to, long size) {
    long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
    long wanted = from.isEmpty() || to.isEmpty() ? size - 1 : Long.parseLong(to);
    if (first >= size || wanted < first) {
      throw new ProblemException(ProblemCode.RANGE_NOT_SATISFIABLE);
    }
    return new ByteRange(first, Math.min(wanted, size - 1));
  }
}
