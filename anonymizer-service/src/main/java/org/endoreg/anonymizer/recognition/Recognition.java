package org.endoreg.anonymizer.recognition;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * All recognisers together. The union of their spans counts, except that a stretch clinical by its
 * context is kept unless a label or the known identity speaks against it.
 */
public final class Recognition {
  // Labelled rules and the known identity score above this; they overrule the clinical context.
  private static final double CERTAIN = 0.955;
  // Names found with at least this certainty are searched in the whole document.
  private static final double PROPAGATED = 0.85;

  private final Lexicon lexicon;
  private final List<Recogniser> recognisers;
  private final IdentityReader identityReader;
  private final NameDictionary names;

  private Recognition(Lexicon lexicon, NameDictionary names, Clock clock) {
    NameWords words = new NameWords(lexicon, names);
    this.lexicon = lexicon;
    this.names = names;
    this.identityReader = new IdentityReader(words, names, clock);
    this.recognisers =
        List.of(
            new KnownIdentityRecogniser(lexicon),
            new NameRules(words, names),
            new IdentifierRules(lexicon),
            new DateRules(),
            new DictionaryRecogniser(lexicon, names));
  }

  /** Recognition with the word lists shipped with the service. */
  public static Recognition standard() {
    return new Recognition(Lexicon.load(), NameDictionary.load(), Clock.systemUTC());
  }

  /** Reads who the report is about from its form fields. */
  public IdentityReader identityReader() {
    return identityReader;
  }

  /** The name lists, for choosing surrogates of the right kind. */
  public NameDictionary names() {
    return names;
  }

  /** The word is ordinary language, so its mere occurrence is no sign of a person. */
  public boolean isOrdinaryWord(String word) {
    return lexicon.isWord(word);
  }

  /** The identifying spans of the text, ordered, none overlapping another. */
  public List<Span> find(String text, KnownIdentity known) {
    ClinicalContext clinical = new ClinicalContext(text);
    List<Span> spans = new ArrayList<>();
    for (Recogniser recogniser : recognisers) {
      for (Span span : recogniser.find(text, known)) {
        if (span.score() >= CERTAIN || !clinical.covers(span.start(), span.end())) {
          spans.add(span);
        }
      }
    }
    return SpanUnion.of(spans);
  }

  /**
   * Adds what this text says with certainty to the known identity, so that a name seen once with a
   * title is found everywhere, on every page and in every reading of it.
   */
  public void learn(String text, KnownIdentity known) {
    for (Span span : find(text, known)) {
      String surface = text.substring(span.start(), span.end());
      switch (span.type()) {
        case NAME -> {
          if (span.score() >= PROPAGATED) {
            known.addName(surface);
          }
        }
        case CASE_NUMBER,
            INSURANCE_NUMBER,
            DEVICE_SERIAL,
            PHONE,
            EMAIL,
            IBAN,
            STAFF_NUMBER,
            IDENTIFIER ->
            known.addNumber(surface);
        default -> {
          // Dates, places and the like are found by their own form wherever they stand.
        }
      }
    }
  }
}
