package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names introduced by a label, a title, a signature or a relationship. */
final class NameRules implements Recogniser {
  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final String START = "(?<![\\p{L}\\d])";
  private static final String STRETCH = "(?<v>[^\\n:;|()]{2,80})";

  /** The label states that a name follows. */
  private static final List<Pattern> LABELS =
      List.of(
          Pattern.compile(
              START
                  + "(?:pat(?:ient(?:in)?|iont|bien|ienten)?\\.?|patient(?:'s)? name|name(?: des patienten"
                  + "| der patientin)?|nachname|familienname|vorname|geburtsname|surname|family name"
                  + "|first name|last name|given name|versicherter?)[ \\t]*:[ \\t]*"
                  + STRETCH,
              ANY_CASE),
          Pattern.compile(
              START
                  + "(?:pat(?:ient(?:in)?|iont|bien)\\.?|pat\\.)[ \\t]+"
                  + "(?<v>[^\\n:;|()]{2,60}?)[ \\t]*,?[ \\t]*(?=geb(?:oren)?\\b|\\*[ \\t]?\\d|born\\b|fall)",
              ANY_CASE),
          Pattern.compile(
              START
                  + "(?:(?:\\d\\.[ \\t]?)?unters\\.|(?:\\d\\.[ \\t]?)?untersucher(?:in)?"
                  + "|untersuchende[rn]?[ \\t]+(?:arzt|ärztin)|examiner|endoscopist|operator|assisten(?:z|t|tin)"
                  + "|assistant|nurse|endoskopieassistenz|pflege|arzt|ärztin|operateur(?:in)?|physician"
                  + "|referring (?:physician|doctor)|(?:überweiser|zuweiser|einweiser|einsender)(?:in)?"
                  + "|überweisende[rn]? (?:arzt|ärztin)|hausarzt|hausärztin|befunder(?:in)?|pathologe"
                  + "|pathologin|anästhesist(?:in)?|anästhesie|unterschrift|befundet von|validiert von"
                  + "|freigegeben von|vidiert von|diktat|diktiert von|schreibkraft|signed(?: by)?"
                  + "|ansprechpartner(?:in)?|kontaktperson|angehörige[r]?|bevollmächtigte[r]?)[ \\t]*:[ \\t]*"
                  + STRETCH,
              ANY_CASE));

  /** Signatures; case matters, since "i.v." is how a drug is given. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          START
              + "(?:gez\\.|[Gg]ezeichnet|i\\.[ ]?V\\.|i\\.[ ]?A\\.|ppa\\.|Signed:?"
              + "|[Ee]lectronically signed by)[ \\t]*"
              + STRETCH);

  private static final Pattern TITLE =
      Pattern.compile(
          START
              + "(?:Herrn?|HERRN?|Hr\\.|Frau|FRAU|Fr\\.|Fräulein|Dr\\.|DR\\.|Dres\\.|Prof\\.|PROF\\.|Professor"
              + "|PD|Priv\\.-Doz\\.|OA|OÄ|CA|CÄ|FA|FÄ|AA|AÄ|Mr\\.?|Mrs\\.?|Ms\\.?|Miss|Doktor|Doctor"
              + "|Oberarzt|Oberärztin|Chefarzt|Chefärztin|Assistenzarzt|Assistenzärztin|Facharzt"
              + "|Fachärztin|Schwester|Sr\\.|Pfleger|Kollegin|Kollege|Kollegen)[ \\t]+"
              + STRETCH);

  private static final Pattern RELATIVE =
      Pattern.compile(
          START
              + "(?:ehemann|ehefrau|ehegatte|ehegattin|sohn|tochter|mutter|vater|bruder|schwester"
              + "|lebensgefährte|lebensgefährtin|partner(?:in)?|enkel(?:in)?|betreuer(?:in)?"
              + "|husband|wife|son|daughter|mother|father|brother|sister|partner)[ \\t]*[,(]?[ \\t]*"
              + "(?<v>[^\\n:;|().]{2,60})",
          ANY_CASE);

  /** "Last, First" anywhere. */
  private static final Pattern PAIR =
      Pattern.compile(
          START
              + "(?<a>\\p{Lu}[\\p{L}'\\u2019]+(?:-\\p{Lu}\\p{L}+)?),[ \\t]{0,2}"
              + "(?<b>\\p{Lu}\\p{L}+(?:-\\p{Lu}\\p{L}+)?)(?![\\p{L}\\d])");

  private static final Pattern SALUTATION =
      Pattern.compile(START + "(?:Liebe[r]?|Dear|Hallo)[ \\t]+" + STRETCH);

  private final NameWords words;
  private final NameDictionary names;

  NameRules(NameWords words, NameDictionary names) {
    this.words = words;
    this.names = names;
  }

  @Override
  public List<Span> find(String text, KnownIdentity known) {
    List<Span> spans = new ArrayList<>();
    LABELS.forEach(label -> addLeading(label, text, 5, 0.97, spans));
    addLeading(SIGNATURE, text, 3, 0.95, spans);
    addLeading(TITLE, text, 3, 0.95, spans);
    addLeading(SALUTATION, text, 2, 0.9, spans);
    addLeading(RELATIVE, text, 3, 0.8, spans);
    addPairs(text, spans);
    return spans;
  }

  private void addLeading(Pattern cue, String text, int most, double score, List<Span> spans) {
    Matcher matcher = cue.matcher(text);
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      int offset = matcher.start("v");
      for (Tokens.Token token : words.leading(Tokens.of(matcher.group("v")), most)) {
        spans.add(name(offset + token.start(), offset + token.end(), score));
      }
      // The stretch may hold the next cue ("Dr. A und Dr. B"), so only the cue is consumed.
      from = offset;
    }
  }

  private void addPairs(String text, List<Span> spans) {
    Matcher matcher = PAIR.matcher(text);
    while (matcher.find()) {
      String last = matcher.group("a");
      String first = matcher.group("b");
      boolean isPerson =
          words.isName(new Tokens.Token(last, 0, last.length()))
              && words.isName(new Tokens.Token(first, 0, first.length()))
              && (names.isGiven(first) || names.isFamily(last));
      if (isPerson) {
        spans.add(name(matcher.start("a"), matcher.end("a"), 0.85));
        spans.add(name(matcher.start("b"), matcher.end("b"), 0.85));
      }
    }
  }

  private static Span name(int start, int end, double score) {
    return Span.of(SpanType.NAME, start, end, score, RecogniserName.STRUCTURED_RULE);
  }
}
