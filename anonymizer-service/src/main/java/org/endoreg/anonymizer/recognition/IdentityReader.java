package org.endoreg.anonymizer.recognition;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.endoreg.anonymizer.identity.PatientGender;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata a report states about patient, examination, examiner and device. It keeps
 * nothing: each call starts from the text it is given.
 */
public final class IdentityReader {
  private static final int ANY_CASE =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE;
  private static final String NAME_STRETCH = "(?<name>[^\\n:;|()\\d]{2,70}?)";
  private static final Pattern PATIENT =
      Pattern.compile(
          "(?<![\\p{L}\\d])(?:pat(?:ient(?:in)?|iont|bien)?\\.?|name)(?:[ \\t]*:[ \\t]*|[ \\t]+)"
              + NAME_STRETCH
              + "(?=[ \\t]*,?[ \\t]*(?:geb|\\*|born|fall|case|date of birth|dob|\\d|$))",
          ANY_CASE);
  private static final Pattern LAST_NAME =
      labelled("nachname|familienname|surname|last name|family name", "[^\\n:;|,]{2,50}");
  private static final Pattern FIRST_NAME =
      labelled("vorname|first name|given name", "[^\\n:;|,]{2,50}");
  private static final Pattern BIRTH =
      Pattern.compile(
          "(?:geb(?:oren(?:e[rn]?)?|\\.?[ -]?dat(?:um)?\\.?|urtsdatum)?\\.?(?:[ \\t]*am)?[ \\t]*:?"
              + "|\\*|\\bborn(?: on)?|date of birth[ \\t]*:?|\\bdob[ \\t]*:?)[ \\t]*(?<v>.{6,28})",
          ANY_CASE);
  private static final Pattern EIGHT_DIGITS =
      Pattern.compile("^(?<d>[0-3]\\d)(?<m>[01]\\d)(?<y>(?:19|20)\\d\\d)(?!\\d)");
  private static final Pattern CASE =
      Pattern.compile(
          "(?<!\\p{L})(?:fall[ .-]*(?:nr|nummer|id)|case[ .-]*(?:no|number|id))[ \\t]*[.:#]*[ \\t]*"
              + "(?<v>[\\p{L}\\d][\\w/.-]{0,24}\\d[\\w/-]{0,24})",
          ANY_CASE);
  private static final Pattern EXAMINER =
      Pattern.compile(
          "(?<![\\p{L}])(?:(?:\\d\\.[ \\t]?)?unters\\.|(?:\\d\\.[ \\t]?)?untersucher(?:in)?"
              + "|untersuchende[rn]?[ \\t]+(?:arzt|ärztin)|examiner|endoscopist)[ \\t]*:[ \\t]*"
              + "(?<v>[^\\n:;|()]{3,70})",
          ANY_CASE);
  private static final Pattern EXAMINED =
      Pattern.compile(
          "(?:u-datum|untersuchungsdatum|untersuchung vom|untersuchungstag|eingang am"
              + "|date of examination|examination date|date of procedure|exam date)[ \\t]*:?[ \\t]*"
              + "(?<v>[^\\n]{6,40})",
          ANY_CASE);
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("(?<![\\d:.])(?<h>[01]?\\d|2[0-3]):(?<m>[0-5]\\d)(?!\\d)");
  private static final Pattern DEVICE =
      labelled("endoskop|endoscope|gerätetyp", "[A-Z]{1,4}[ -]?[A-Z\\d-]{2,12}");
  private static final Pattern SERIAL =
      Pattern.compile(
          "(?<!\\p{L})(?:serien[ .-]*(?:nr|nummer)|serial(?:[ .-]*(?:no|number))?|s/n)"
              + "[ \\t]*[.:#]*[ \\t]*(?<v>[A-Z]{0,3}-?\\d[\\w-]{3,})",
          ANY_CASE);

  private final NameWords words;
  private final NameDictionary names;
  private final Clock clock;
  private final DateFinder dates = new DateFinder();

  IdentityReader(NameWords words, NameDictionary names, Clock clock) {
    this.clock = clock;
    this.words = words;
    this.names = names;
  }

  /** What the text states; unknown fields stay blank. */
  public SensitiveMeta read(String text) {
    PersonName patient = patient(text);
    PersonName examiner = person(EXAMINER, text, "v");
    Matcher examined = EXAMINED.matcher(text);
    boolean dated = examined.find();
    String when = dated ? examined.group("v") : "";
    return SensitiveMeta.builder()
        .patient(patient.first(), patient.last())
        .gender(gender(text, patient))
        .birthDate(birthDate(text))
        .caseNumber(value(CASE, text))
        .examiner(examiner.first(), examiner.last())
        .examination(firstDate(when), time(when))
        .endoscope(value(DEVICE, text), value(SERIAL, text))
        .build();
  }

  private PersonName patient(String text) {
    PersonName line = person(PATIENT, text, "name");
    String last = value(LAST_NAME, text);
    String first = value(FIRST_NAME, text);
    return new PersonName(
        line.first() == null ? first : line.first(), line.last() == null ? last : line.last());
  }

  private PersonName person(Pattern pattern, String text, String group) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      PersonName name = split(matcher.group(group));
      if (name.last() != null) {
        return name;
      }
    }
    return new PersonName(null, null);
  }

  /** "Last, First" with a comma; without one the last word is the family name. */
  private PersonName split(String written) {
    List<Tokens.Token> tokens = words.leading(Tokens.of(written), 5);
    if (tokens.isEmpty()) {
      return new PersonName(null, null);
    }
    int comma = written.indexOf(',');
    List<Tokens.Token> before = new ArrayList<>(tokens);
    List<Tokens.Token> after = new ArrayList<>();
    if (comma > tokens.get(0).start()) {
      before.removeIf(token -> token.start() > comma);
      after.addAll(tokens.subList(before.size(), tokens.size()));
      return new PersonName(joined(after), joined(before));
    }
    Tokens.Token only = tokens.get(tokens.size() - 1);
    boolean reversed =
        tokens.size() == 2 && names.isGiven(only.text()) && !names.isGiven(tokens.get(0).text());
    if (reversed) {
      return new PersonName(only.text(), tokens.get(0).text());
    }
    return new PersonName(joined(tokens.subList(0, tokens.size() - 1)), only.text());
  }

  private static @Nullable String joined(List<Tokens.Token> tokens) {
    if (tokens.isEmpty()) {
      return null;
    }
    return String.join(" ", tokens.stream().map(Tokens.Token::text).toList());
  }

  private PatientGender gender(String text, PersonName patient) {
    if (patient.first() != null) {
      PatientGender byName = names.genderOf(patient.first().split("[ -]", -1)[0]);
      if (byName != PatientGender.UNKNOWN) {
        return byName;
      }
    }
    boolean female =
        Pattern.compile("(?<!\\p{L})(?:Patientin|Frau|Mrs\\.?|Ms\\.?|weiblich|female)(?!\\p{L})")
            .matcher(text)
            .find();
    boolean male =
        Pattern.compile("(?<!\\p{L})(?:Herrn?|Mr\\.?|männlich|male)(?!\\p{L})")
            .matcher(text)
            .find();
    if (female == male) {
      return PatientGender.UNKNOWN;
    }
    return female ? PatientGender.FEMALE : PatientGender.MALE;
  }

  private @Nullable LocalDate birthDate(String text) {
    Matcher matcher = BIRTH.matcher(text);
    while (matcher.find()) {
      LocalDate date = birth(matcher.group("v"));
      if (date != null) {
        return date;
      }
    }
    return null;
  }

  private @Nullable LocalDate birth(String written) {
    Matcher compact = EIGHT_DIGITS.matcher(written);
    if (compact.find()) {
      return firstDate(compact.group("d") + "." + compact.group("m") + "." + compact.group("y"));
    }
    LocalDate date = firstDate(written);
    // Nobody is born in the future: a two-digit year then belongs to the last century.
    boolean future = date != null && date.getYear() > LocalDate.now(clock).getYear();
    return date != null && future ? date.minusYears(100) : date;
  }

  private @Nullable LocalDate firstDate(String written) {
    return dates.find(written).stream()
        .filter(mention -> mention.start() < 8)
        .map(DateMention::fullDate)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable LocalTime time(String written) {
    Matcher matcher = TIME_OF_DAY.matcher(written);
    return matcher.find()
        ? LocalTime.of(Integer.parseInt(matcher.group("h")), Integer.parseInt(matcher.group("m")))
        : null;
  }

  private static Pattern labelled(String label, String value) {
    return Pattern.compile(
        "(?<![\\p{L}\\d])(?:" + label + ")[ \\t]*:[ \\t]*(?<v>" + value + ")", ANY_CASE);
  }

  private static @Nullable String value(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group("v").strip() : null;
  }

  private record PersonName(@Nullable String first, @Nullable String last) {}
}
