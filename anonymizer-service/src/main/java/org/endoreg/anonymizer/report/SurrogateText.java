package org.endoreg.anonymizer.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.identity.Surrogates;
import org.endoreg.anonymizer.recognition.CheckDigits;
import org.endoreg.anonymizer.recognition.DateFinder;
import org.endoreg.anonymizer.recognition.DateMention;
import org.endoreg.anonymizer.recognition.DateShift;
import org.endoreg.anonymizer.recognition.NameDictionary;
import org.endoreg.anonymizer.recognition.Span;
import org.endoreg.anonymizer.recognition.SpanType;
import org.jspecify.annotations.Nullable;

/**
 * Replaces spans by invented but consistent values: names by gender, dates moved by the patient's
 * offset, birth dates cut to the year, numbers by other digits. What has no harmless counterpart (a
 * telephone number may belong to somebody) becomes a placeholder.
 */
final class SurrogateText {
  private static final int USUAL_YEAR = 2023;

  private final SensitiveMeta meta;
  private final Surrogates surrogates;
  private final NameDictionary names;
  private final Set<String> taken;
  private final DateShift shift;
  private final DateFinder finder = new DateFinder();
  private final Set<LocalDate> written = new HashSet<>();

  SurrogateText(
      SensitiveMeta meta, Surrogates surrogates, NameDictionary names, Collection<String> taken) {
    this.meta = meta;
    this.surrogates = surrogates;
    this.names = names;
    this.taken = Set.copyOf(taken);
    LocalDate examined = meta.examinationDate();
    this.shift =
        new DateShift(surrogates.dayOffset(), examined == null ? USUAL_YEAR : examined.getYear());
  }

  /** Moved dates written so far; a search for original dates must not mistake them. */
  Set<LocalDate> writtenDates() {
    return Set.copyOf(written);
  }

  /** The text between the offsets with each span replaced. */
  String surrogate(String text, List<Span> spans, int from, int to) {
    return replaced(text, spans, from, to, span -> replacement(text, span));
  }

  /** The text with each span replaced by the name of its type in brackets. */
  static String placeholders(String text, List<Span> spans) {
    return replaced(text, spans, 0, text.length(), span -> placeholder(span.type()));
  }

  private static String replaced(
      String text, List<Span> spans, int from, int to, Function<Span, String> by) {
    StringBuilder result = new StringBuilder();
    int at = from;
    for (Span span : spans) {
      if (span.end() <= from || span.start() >= to) {
        continue;
      }
      result.append(text, at, Math.max(at, span.start()));
      // A span that runs over a line end is written once, where it begins.
      if (span.start() >= from) {
        result.append(by.apply(span));
      }
      at = Math.min(to, Math.max(at, span.end()));
    }
    return result.append(text, at, to).toString();
  }

  private String replacement(String text, Span span) {
    String surface = text.substring(span.start(), span.end());
    return switch (span.type()) {
      case NAME -> name(surface);
      case BIRTH_DATE -> birthYear(surface);
      case DATE -> date(surface);
      case AGE -> "90+";
      case CASE_NUMBER, IDENTIFIER, DEVICE_SERIAL -> number(surface);
      case INSURANCE_NUMBER -> insuranceNumber(surface);
      case TIME,
          STAFF_NUMBER,
          IBAN,
          PHONE,
          EMAIL,
          URL,
          IP_ADDRESS,
          ADDRESS,
          PLACE,
          INSTITUTION,
          WARD,
          BARCODE ->
          placeholder(span.type());
    };
  }

  private String name(String surface) {
    String key = surface.toLowerCase(Locale.ROOT);
    String replacement;
    if (isPart(surface, meta.lastName())) {
      replacement = surrogates.patientLastName(taken);
    } else if (isPart(surface, meta.firstName())) {
      replacement = surrogates.patientFirstName(taken);
    } else if (names.isGiven(surface)) {
      replacement = surrogates.givenName("given|" + key, names.genderOf(surface), taken);
    } else if (surface.length() <= 4 && surface.endsWith(".")) {
      replacement = placeholder(SpanType.NAME);
    } else {
      replacement = surrogates.familyName("family|" + key, taken);
    }
    boolean capitals = surface.length() > 1 && surface.equals(surface.toUpperCase(Locale.ROOT));
    return capitals ? replacement.toUpperCase(Locale.ROOT) : replacement;
  }

  private static boolean isPart(String surface, @Nullable String name) {
    if (name == null) {
      return false;
    }
    String wanted = surface.toLowerCase(Locale.ROOT);
    for (String part : name.toLowerCase(Locale.ROOT).split(" ", -1)) {
      if (part.length() > 1 && wanted.startsWith(part)) {
        return true;
      }
    }
    return false;
  }

  private String birthYear(String surface) {
    Optional<LocalDate> date =
        finder.find(surface).stream()
            .map(DateMention::fullDate)
            .flatMap(Optional::stream)
            .findFirst();
    LocalDate known = meta.birthDate();
    if (known != null) {
      return Integer.toString(known.getYear());
    }
    return date.map(day -> Integer.toString(day.getYear()))
        .orElse(placeholder(SpanType.BIRTH_DATE));
  }

  private String date(String surface) {
    // A day and month alone need their cue to be recognised, and the cue stands outside the span.
    String cue = "am ";
    String cued = cue + surface;
    for (DateMention mention : finder.find(cued)) {
      if (mention.fields().isEmpty()) {
        continue;
      }
      String moved = shift.render(cued, mention);
      mention.fullDate().map(surrogates::shift).ifPresent(written::add);
      String lead = cued.substring(Math.min(cue.length(), mention.start()), mention.start());
      String tail = cued.substring(mention.end());
      return lead.isBlank() && tail.isBlank() ? moved : placeholder(SpanType.DATE);
    }
    return placeholder(SpanType.DATE);
  }

  /** One nobody has: its check digit is wrong. */
  private String insuranceNumber(String surface) {
    String replaced = number(surface);
    if (!CheckDigits.isInsuranceNumber(replaced)) {
      return replaced;
    }
    int last = replaced.length() - 1;
    return replaced.substring(0, last) + (replaced.charAt(last) - '0' + 1) % 10;
  }

  private String number(String surface) {
    int digits = (int) surface.chars().filter(Character::isDigit).count();
    if (digits == 0) {
      return placeholder(SpanType.IDENTIFIER);
    }
    String replacement = surrogates.digits("number|" + surface, digits);
    StringBuilder result = new StringBuilder();
    int next = 0;
    for (int i = 0; i < surface.length(); i++) {
      char c = surface.charAt(i);
      if (Character.isDigit(c)) {
        result.append(replacement.charAt(next++));
      } else {
        result.append(Character.isLetter(c) ? 'X' : c);
      }
    }
    return result.toString();
  }

  private static String placeholder(SpanType type) {
    return "[" + type.name() + "]";
  }
}
