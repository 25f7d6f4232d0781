package org.endoreg.platform.resumable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The header {@code Upload-Concat}: a whole file, a piece of one, or the pieces put together. */
record Concatenation(Kind kind, List<UUID> pieces) {
  private static final int LONGEST_HEADER = 4_096;
  private static final int MOST_PIECES = 64;
  private static final String FINAL = "final;";

  /** What an upload is. */
  enum Kind {
    WHOLE,
    PARTIAL,
    FINAL;

    String columnValue() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Kind named(String columnValue) {
      return valueOf(columnValue.toUpperCase(java.util.Locale.ROOT));
    }
  }

  static Concatenation parse(@Nullable String header) {
    if (header == null) {
      return new Concatenation(Kind.WHOLE, List.of());
    }
    if (header.equals("partial")) {
      return new Concatenation(Kind.PARTIAL, List.of());
    }
    if (!header.startsWith(FINAL) || header.length() > LONGEST_HEADER) {
      throw invalid();
    }
    List<UUID> pieces = new ArrayList<>();
    for (String url : header.substring(FINAL.length()).strip().split(" +", -1)) {
      pieces.add(id(url));
    }
    if (pieces.size() > MOST_PIECES) {
      throw invalid();
    }
    return new Concatenation(Kind.FINAL, List.copyOf(pieces));
  }

  private static UUID id(String url) {
    try {
      String path = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
      return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    } catch (IllegalArgumentException notAnId) {
      throw invalid();
    }
  }

  private static ProblemException invalid() {
    return new ProblemException(
        ProblemCode.INVALID_PARAMETER, Map.of("Upload-Concat", List.of("invalid")));
  }
}
