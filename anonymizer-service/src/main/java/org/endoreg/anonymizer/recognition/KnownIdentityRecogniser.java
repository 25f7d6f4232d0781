package org.endoreg.anonymizer.recognition;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches everything already known in all variants: other spellings, split words, misread
 * characters and small typing errors. Ordinary words are only taken when they are written like the
 * name, so that a patient called Klein does not remove "kleiner Polyp".
 */
final class KnownIdentityRecogniser implements Recogniser {
  private static final DateTimeFormatter COMPACT_GERMAN = DateTimeFormatter.ofPattern("ddMMuuuu");
  private static final DateTimeFormatter COMPACT_ISO = DateTimeFormatter.ofPattern("uuuuMMdd");
  // Split or letter-spaced names are searched across blanks from this length on; shorter ones
  // would be found in the seams of unrelated words.
  private static final int SHORTEST_SPLIT_NAME = 6;

  private final Lexicon lexicon;

  KnownIdentityRecogniser(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  @Override
  public List<Span> find(String text, KnownIdentity known) {
    List<Span> spans = new ArrayList<>();
    List<Tokens.Token> tokens = Tokens.of(text);
    List<Name> names = known.names().stream().map(Name::new).toList();
    for (Tokens.Token token : tokens) {
      String form = Skeleton.form(token.text());
      if (names.stream().anyMatch(name -> isVariant(token, form, name))) {
        spans.add(span(SpanType.NAME, token.start(), token.end()));
      }
    }
    Skeleton skeleton = Skeleton.of(text);
    for (Name name : names) {
      if (name.form.length() >= SHORTEST_SPLIT_NAME) {
        addRuns(text, skeleton, name.form, SpanType.NAME, spans);
      }
    }
    for (String number : known.numbers()) {
      addRuns(text, skeleton, Skeleton.form(number), SpanType.IDENTIFIER, spans);
    }
    for (LocalDate date : known.dates()) {
      SpanType type = known.isBirthDate(date) ? SpanType.BIRTH_DATE : SpanType.DATE;
      addRuns(text, skeleton, Skeleton.form(COMPACT_GERMAN.format(date)), type, spans);
      addRuns(text, skeleton, Skeleton.form(COMPACT_ISO.format(date)), type, spans);
    }
    known.initials().forEach(initials -> addInitials(text, initials, spans));
    return spans;
  }

  private boolean isVariant(Tokens.Token token, String form, Name name) {
    boolean word = lexicon.isWord(token.text());
    if (form.equals(name.form) || form.equals(name.form + "s")) {
      return !word || token.startsUpperCase();
    }
    if (word) {
      return false;
    }
    for (String part : token.text().split("[-'\u2019]", -1)) {
      if (Skeleton.form(part).equals(name.form)) {
        return true;
      }
    }
    return isTypingError(token, form, name);
  }

  /** One edit for 4 to 7 letters, two from 8; shorter names have too many real neighbours. */
  private static boolean isTypingError(Tokens.Token token, String form, Name name) {
    int length = name.form.length();
    if (length < 4 || !(token.startsUpperCase() || Character.isDigit(token.text().charAt(0)))) {
      return false;
    }
    return EditDistance.within(form, name.form, length >= 8 ? 2 : 1);
  }

  private static void addRuns(
      String text, Skeleton skeleton, String form, SpanType type, List<Span> spans) {
    for (int[] run : runs(text, skeleton, form)) {
      spans.add(span(type, run[0], run[1]));
    }
  }

  /** Where the reduced form stands in the text, free on both sides, whatever its separators. */
  static List<int[]> runs(String text, Skeleton skeleton, String form) {
    List<int[]> runs = new ArrayList<>();
    String letters = skeleton.letters();
    for (int at = letters.indexOf(form); at >= 0; at = letters.indexOf(form, at + 1)) {
      int start = skeleton.startOf(at);
      int end = skeleton.endOf(at + form.length() - 1);
      if (isFree(text, start - 1) && isFree(text, end) && isOneRun(text, start, end)) {
        runs.add(new int[] {start, end});
      }
    }
    return runs;
  }

  private static boolean isFree(String text, int index) {
    return index < 0 || index >= text.length() || !Character.isLetterOrDigit(text.charAt(index));
  }

  /** At most two separators in a row: more is a table, not one identifier. */
  private static boolean isOneRun(String text, int start, int end) {
    int separators = 0;
    for (int i = start; i < end; i++) {
      separators = Character.isLetterOrDigit(text.charAt(i)) ? 0 : separators + 1;
      if (separators > 2) {
        return false;
      }
    }
    return true;
  }

  private static void addInitials(String text, String initials, List<Span> spans) {
    String expression =
        "(?<![\\p{L}.])"
            + Pattern.quote(initials.substring(0, 2))
            + "[ \\t]?"
            + Pattern.quote(initials.substring(2).toUpperCase(Locale.ROOT))
            + "(?!\\p{L})";
    Matcher matcher = Pattern.compile(expression).matcher(text);
    while (matcher.find()) {
      spans.add(span(SpanType.NAME, matcher.start(), matcher.end()));
    }
  }

  private static Span span(SpanType type, int start, int end) {
    return Span.of(type, start, end, 0.99, RecogniserName.KNOWN_IDENTITY);
  }

  private static final class Name {
    private final String form;

    private Name(String written) {
      this.form = Skeleton.form(written);
    }
  }
}
