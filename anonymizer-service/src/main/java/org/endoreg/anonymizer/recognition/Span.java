package org.endoreg.anonymizer.recognition;

import java.util.Set;

/**
 * A stretch of text, {@code end} exclusive, that identifies somebody. It carries offsets only,
 * never the surface text, so it may be logged.
 */
public record Span(
    SpanType type, int start, int end, double score, Set<RecogniserName> recognisers) {

  /** Refuses empty stretches and copies the set. */
  public Span {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("A span covers at least one character");
    }
    recognisers = Set.copyOf(recognisers);
  }

  /** A span found by one recogniser. */
  public static Span of(SpanType type, int start, int end, double score, RecogniserName by) {
    return new Span(type, start, end, score, Set.of(by));
  }

  /** Both cover at least one common character. */
  public boolean overlaps(Span other) {
    return start < other.end && other.start < end;
  }
}
