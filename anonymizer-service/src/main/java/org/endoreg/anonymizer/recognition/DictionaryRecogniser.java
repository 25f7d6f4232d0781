package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listed names and places, minus everything that is also an ordinary word. A family name alone is
 * enough when no dictionary of words knows it; a given name takes the following name with it.
 */
final class DictionaryRecogniser implements Recogniser {
  private static final Pattern INSTITUTION =
      Pattern.compile(
          "(?<!\\p{L})(?:\\p{L}*klinikum|\\p{L}*krankenhaus|Kliniken|Klinik|Hospital|Praxis"
              + "|Gemeinschaftspraxis|MVZ|Spital)[ \\t]+(?:der |des |für |am |an der |in |im )?"
              + "(?<v>(?:St\\.|Sankt|Bad|\\p{Lu}\\p{Ll}+)(?:[ -]\\p{Lu}\\p{Ll}+){0,2})");
  private static final Pattern ENGLISH_INSTITUTION =
      Pattern.compile(
          "(?<!\\p{L})(?<v>\\p{Lu}\\p{L}+(?:[ ]\\p{Lu}\\p{L}+){0,2})[ ]"
              + "(?:Hospital|Clinic|Medical Cent(?:er|re)|Infirmary)(?!\\p{L})");

  private final Lexicon lexicon;
  private final NameDictionary names;

  DictionaryRecogniser(Lexicon lexicon, NameDictionary names) {
    this.lexicon = lexicon;
    this.names = names;
  }

  @Override
  public List<Span> find(String text, KnownIdentity known) {
    List<Span> spans = new ArrayList<>();
    List<Tokens.Token> tokens = Tokens.of(text);
    for (int i = 0; i < tokens.size(); i++) {
      addToken(text, tokens, i, spans);
    }
    addInstitutions(INSTITUTION, text, spans);
    addInstitutions(ENGLISH_INSTITUTION, text, spans);
    return spans;
  }

  private void addToken(String text, List<Tokens.Token> tokens, int index, List<Span> spans) {
    Tokens.Token token = tokens.get(index);
    if (!token.startsUpperCase() || token.text().length() < 3 || lexicon.isWord(token.text())) {
      return;
    }
    if (names.isGiven(token.text())) {
      spans.add(span(SpanType.NAME, token, 0.75));
      addFollowing(text, tokens, index, spans);
    } else if (names.isFamily(token.text())) {
      spans.add(span(SpanType.NAME, token, 0.6));
    } else if (names.isPlace(token.text())) {
      spans.add(span(SpanType.PLACE, token, 0.6));
    }
  }

  /** The capitalised stranger right after a given name is the family name. */
  private void addFollowing(String text, List<Tokens.Token> tokens, int index, List<Span> spans) {
    if (index + 1 >= tokens.size()) {
      return;
    }
    Tokens.Token next = tokens.get(index + 1);
    String between = text.substring(tokens.get(index).end(), next.start());
    boolean adjacent = between.equals(" ");
    boolean nameLike =
        next.startsUpperCase() && next.text().length() > 2 && !lexicon.isWord(next.text());
    if (adjacent && (nameLike || (names.isFamily(next.text()) && next.startsUpperCase()))) {
      spans.add(span(SpanType.NAME, next, 0.7));
    }
  }

  private void addInstitutions(Pattern pattern, String text, List<Span> spans) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      int offset = matcher.start("v");
      for (Tokens.Token token : Tokens.of(matcher.group("v"))) {
        if (lexicon.isWord(token.text()) && !lexicon.isEponym(token.text())) {
          break;
        }
        spans.add(
            Span.of(
                SpanType.INSTITUTION,
                offset + token.start(),
                offset + token.end(),
                0.7,
                RecogniserName.DICTIONARY));
      }
    }
  }

  private static Span span(SpanType type, Tokens.Token token, double score) {
    return Span.of(type, token.start(), token.end(), score, RecogniserName.DICTIONARY);
  }
}
