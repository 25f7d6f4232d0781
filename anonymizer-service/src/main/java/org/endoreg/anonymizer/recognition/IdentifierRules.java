package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, addresses and network names by their form or their label. */
final class IdentifierRules implements Recogniser {
  private static final int ANY_CASE =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE;
  private static final double LABELLED = 0.96;
  private static final double BY_FORM = 0.9;
  private static final double GUESSED = 0.6;
  private static final String LABEL_END = "[ \\t]*[.:#]*[ \\t]*";
  private static final String NUMBER_WORD = "[ .-]*(?:nr|nummer|no|number|id|#)";
  private static final String PHONE_DIGITS = "\\+?[\\d(][\\d ()/.–-]{3,24}\\d";

  private static final List<Rule> RULES =
      List.of(
          labelled(
              SpanType.CASE_NUMBER,
              "(?:fall(?:[ .-]*(?:nr|nummer|id))|case" + NUMBER_WORD + "|aktenzeichen)",
              "[\\p{L}\\d][\\w/.-]{0,24}\\d[\\w/-]{0,24}"),
          labelled(
              SpanType.IDENTIFIER,
              "(?:pat(?:ient(?:en)?)?"
                  + NUMBER_WORD
                  + "|pid|mrn|aufn(?:ahme)?"
                  + NUMBER_WORD
                  + "|besuchs?"
                  + NUMBER_WORD
                  + "|visit"
                  + NUMBER_WORD
                  + "|histo(?:logie)?"
                  + NUMBER_WORD
                  + "|e-[ ]?nr|eingangs?"
                  + NUMBER_WORD
                  + "|auftrags?"
                  + NUMBER_WORD
                  + "|order"
                  + NUMBER_WORD
                  + "|accession"
                  + NUMBER_WORD
                  + "|befund"
                  + NUMBER_WORD
                  + "|journal"
                  + NUMBER_WORD
                  + "|barcode|labor"
                  + NUMBER_WORD
                  + "|personal"
                  + NUMBER_WORD
                  + "|kassen"
                  + NUMBER_WORD
                  + "|kostenträger(?:kennung)?"
                  + "(?:[ .-]*(?:nr|nummer))?|ik(?:[ .-]*(?:nr|nummer))?|chargen?"
                  + NUMBER_WORD
                  + ")",
              "[\\p{L}\\d]?[\\w/.-]{0,24}\\d[\\w/-]{0,24}"),
          labelled(
              SpanType.INSURANCE_NUMBER,
              "(?:versicherten?"
                  + NUMBER_WORD
                  + "|kv"
                  + NUMBER_WORD
                  + "|kvnr|egk"
                  + NUMBER_WORD
                  + "|krankenversicherten?"
                  + NUMBER_WORD
                  + "|insurance"
                  + NUMBER_WORD
                  + "|sv"
                  + NUMBER_WORD
                  + "|sozialversicherungs?"
                  + NUMBER_WORD
                  + "|nhs"
                  + NUMBER_WORD
                  + ")",
              "[A-Z]?[ ]?\\d[\\d ]{5,16}\\d"),
          labelled(SpanType.STAFF_NUMBER, "(?:lanr|bsnr|arzt" + NUMBER_WORD + ")", "\\d{7,9}"),
          labelled(
              SpanType.DEVICE_SERIAL,
              "(?:serien"
                  + NUMBER_WORD
                  + "|s/?n|serial(?:"
                  + NUMBER_WORD
                  + ")?|geräte?"
                  + NUMBER_WORD
                  + ")",
              "[A-Z]{0,3}-?\\d[\\w-]{3,}"),
          labelled(
              SpanType.PHONE,
              "(?:tel(?:efon|efax)?\\.?|fon|fax|mobil(?:telefon)?|handy|phone|mobile|pager"
                  + "|durchwahl|telefax|rückruf|funk)(?:[ .-]*(?:nr|nummer|no))?",
              PHONE_DIGITS),
          labelled(
              SpanType.WARD,
              "(?:station|zimmer|ward|room|bett|bed)",
              "(?:[A-Z]{1,3}[ -]?)?\\d{1,4}[A-Za-z]?(?![\\d.,]|[ \\t]*(?:mm|cm|mg|ml|tage|days))"),
          labelled(
              SpanType.ADDRESS,
              "(?:anschrift|adresse|address|wohnhaft(?: in)?|wohnort|home address)(?=[ \\t]*:|[ \\t]+in\\b)",
              "[^\\n:;]{1,120}?(?=,?[ \\t]*(?:\\b(?:tel|mobil|fon|fax|phone|e-?mail)|$))"),
          form(SpanType.INSURANCE_NUMBER, "[A-Z]\\d{9}", CheckDigits::isInsuranceNumber, BY_FORM),
          form(SpanType.INSURANCE_NUMBER, "[A-Z]\\d{9}", number -> true, GUESSED),
          form(
              SpanType.IBAN,
              "[A-Z]{2}\\d{2}(?:[ ]?[A-Z\\d]{4}){3,7}(?:[ ]?[A-Z\\d]{1,3})?",
              CheckDigits::isIban,
              BY_FORM),
          form(SpanType.STAFF_NUMBER, "\\d{9}", CheckDigits::isPhysicianNumber, GUESSED),
          form(
              SpanType.PHONE,
              "\\+\\d{1,3}[ ./(-]{0,3}\\d[\\d ()/.–-]{5,20}\\d",
              number -> true,
              BY_FORM),
          form(
              SpanType.PHONE,
              "\\(?0\\d{2,5}\\)?[ ]?[/ –-][ ]?\\d{2,}(?:[ -]?\\d+){0,4}",
              number -> number.chars().filter(Character::isDigit).count() >= 7,
              BY_FORM),
          form(SpanType.PHONE, "0\\d{8,12}", number -> true, GUESSED),
          // the grouping of telephone and account numbers the reference redacts
          form(SpanType.PHONE, "\\d{2}[ -]\\d{2}[ -]\\d{2}[ -]\\d{4}", number -> true, GUESSED),
          form(
              SpanType.EMAIL,
              "[\\w.+-]{1,64}[ ]?@[ ]?[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,6}",
              address -> true,
              BY_FORM),
          form(SpanType.URL, "(?:https?://|www\\.)[^\\s,;]+", url -> true, BY_FORM),
          form(
              SpanType.URL,
              "[a-z\\d][\\w-]{0,62}(?:\\.[\\w-]{1,63}){0,4}\\.(?:de|at|ch|com|org|net|eu|info|example)(?:/\\S*)?",
              url -> true,
              BY_FORM),
          form(
              SpanType.IP_ADDRESS,
              "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}",
              address -> true,
              BY_FORM),
          form(
              SpanType.ADDRESS,
              "(?:\\p{Lu}[\\p{L}-]{1,30}[ -])?[\\p{L}-]{0,30}\\p{L}{2}(?:str\\.|straße|strasse|platz|weg|gasse|allee"
                  + "|ufer|damm|chaussee|promenade|steig|[- ]ring)[ \\t]*\\d{1,4}[ ]?[a-z]?"
                  + "(?:[ ]?[-/][ ]?\\d{1,4})?(?![\\d.,]\\d|[ \\t]*(?:mm|cm))",
              street -> !isBodyPassage(street),
              BY_FORM),
          form(
              SpanType.ADDRESS,
              "\\d{1,5}[a-z]?[ ](?:\\p{Lu}\\p{Ll}{1,30}[ ]){1,3}"
                  + "(?:Street|Road|Avenue|Lane|Drive|Square|Court|St\\.|Rd\\.|Ave\\.)",
              street -> true,
              BY_FORM));

  private static final Pattern POSTCODE_TOWN =
      Pattern.compile(
          "(?<![\\p{L}\\d.,/])(?:(?:D|A|CH)[- ]{1,3}\\d{4,5}|\\d{5})[ \\t]+"
              + "(?<town>\\p{Lu}\\p{Ll}{2,}(?:[- ](?:am|an der|im|in|bei|ob der|unter|vor der|a\\.)?[ ]?"
              + "\\p{Lu}\\p{Ll}+)?)");

  // Six and more digits standing free are an identifier unless a unit follows.
  private static final Pattern FREE_NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\d.,/-])(?<v>\\d{6,})(?![\\d]|[.,]\\d|[ \\t]*(?:/|mm|ml|ie\\b|iu\\b|mg|g\\b))",
          ANY_CASE);

  private final Lexicon lexicon;

  IdentifierRules(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  @Override
  public List<Span> find(String text, KnownIdentity known) {
    List<Span> spans = new ArrayList<>();
    RULES.forEach(rule -> rule.collect(text, spans));
    addTowns(text, spans);
    addFreeNumbers(text, spans);
    return spans;
  }

  private void addTowns(String text, List<Span> spans) {
    Matcher matcher = POSTCODE_TOWN.matcher(text);
    while (matcher.find()) {
      if (!lexicon.isWord(matcher.group("town"))) {
        spans.add(structured(SpanType.ADDRESS, matcher.start(), matcher.end(), BY_FORM));
      }
    }
  }

  private static void addFreeNumbers(String text, List<Span> spans) {
    Matcher matcher = FREE_NUMBER.matcher(text);
    while (matcher.find()) {
      spans.add(structured(SpanType.IDENTIFIER, matcher.start("v"), matcher.end("v"), GUESSED));
    }
  }

  private static boolean isBodyPassage(String street) {
    return Pattern.compile(
            "(?:atem|gallen|harn|zu|um|aus|ab|fort|speise|luft)weg|durchweg", ANY_CASE)
        .matcher(street)
        .find();
  }

  private static Rule labelled(SpanType type, String label, String value) {
    Pattern pattern =
        Pattern.compile("(?<![\\p{L}\\d])" + label + LABEL_END + "(?<v>" + value + ")", ANY_CASE);
    return new Rule(type, pattern, found -> true, LABELLED);
  }

  private static Rule form(SpanType type, String value, Predicate<String> accepts, double score) {
    Pattern pattern =
        Pattern.compile("(?<![\\p{L}\\d@])(?<v>" + value + ")(?![\\p{L}\\d])", Pattern.MULTILINE);
    return new Rule(type, pattern, accepts, score);
  }

  private static Span structured(SpanType type, int start, int end, double score) {
    return Span.of(type, start, end, score, RecogniserName.STRUCTURED_RULE);
  }

  private record Rule(SpanType type, Pattern pattern, Predicate<String> accepts, double score) {
    void collect(String text, List<Span> spans) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        boolean empty = matcher.group("v").isBlank();
        if (!empty && accepts.test(matcher.group("v"))) {
          spans.add(structured(type, matcher.start("v"), matcher.end("v"), score));
        }
      }
    }
  }
}
