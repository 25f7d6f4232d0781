package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Joins what the recognisers found: overlapping spans become one that covers all of them. */
final class SpanUnion {
  private SpanUnion() {}

  static List<Span> of(List<Span> spans) {
    List<Span> ordered = new ArrayList<>(spans);
    ordered.sort(Comparator.comparingInt(Span::start).thenComparingInt(span -> -span.end()));
    List<Span> union = new ArrayList<>();
    for (Span span : ordered) {
      int last = union.size() - 1;
      if (last >= 0 && union.get(last).overlaps(span)) {
        union.set(last, joined(union.get(last), span));
      } else {
        union.add(span);
      }
    }
    return union;
  }

  /** The more certain span names the type, but any named type beats the unnamed identifier. */
  private static SpanType type(Span first, Span second) {
    if (first.type() == SpanType.IDENTIFIER) {
      return second.type();
    }
    if (second.type() == SpanType.IDENTIFIER) {
      return first.type();
    }
    return second.score() > first.score() ? second.type() : first.type();
  }

  private static Span joined(Span first, Span second) {
    Set<RecogniserName> both = EnumSet.copyOf(first.recognisers());
    both.addAll(second.recognisers());
    SpanType type = type(first, second);
    return new Span(
        type,
        first.start(),
        Math.max(first.end(), second.end()),
        Math.max(first.score(), second.score()),
        both);
  }
}
