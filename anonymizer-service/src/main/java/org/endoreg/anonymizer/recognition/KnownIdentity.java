package org.endoreg.anonymizer.recognition;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.jspecify.annotations.Nullable;

/**
 * Everything already known to identify somebody in this document: single name words, numbers and
 * dates. It is collected anew for each document.
 */
public final class KnownIdentity {
  // Shorter strings occur inside any text by chance (rule of the residual search).
  private static final int SHORTEST = 3;

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> numbers = new LinkedHashSet<>();
  private final Set<LocalDate> dates = new LinkedHashSet<>();
  private final Set<String> initials = new LinkedHashSet<>();
  private final @Nullable LocalDate birthDate;

  /** Collects what the metadata say. */
  public KnownIdentity(SensitiveMeta meta) {
    addName(meta.firstName());
    addName(meta.lastName());
    addName(meta.examinerFirstName());
    addName(meta.examinerLastName());
    addNumber(meta.caseNumber());
    addNumber(meta.endoscopeSerial());
    this.birthDate = meta.birthDate();
    addDate(meta.birthDate());
    addDate(meta.examinationDate());
    addInitials(meta.firstName(), meta.lastName());
  }

  /** Adds the words of a name. */
  public void addName(@Nullable String name) {
    if (name == null) {
      return;
    }
    for (Tokens.Token token : Tokens.of(name)) {
      // "von der" in a family name must not make every "der" of the report a hit.
      boolean particle = NameWords.PARTICLES.contains(token.text().toLowerCase(Locale.ROOT));
      if (token.text().length() >= SHORTEST && !particle) {
        names.add(token.text());
      }
    }
  }

  /** Adds a number or code as written. */
  public void addNumber(@Nullable String number) {
    if (number != null && Skeleton.form(number).length() > SHORTEST) {
      numbers.add(number);
    }
  }

  /** Adds a calendar day. */
  public void addDate(@Nullable LocalDate date) {
    if (date != null) {
      dates.add(date);
    }
  }

  /** Adds the words of several names. */
  public void addNames(Collection<String> more) {
    more.forEach(this::addName);
  }

  /** Single words of names. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** Numbers and codes. */
  public Set<String> numbers() {
    return Set.copyOf(numbers);
  }

  /** Calendar days, the birth date among them. */
  public Set<LocalDate> dates() {
    return Set.copyOf(dates);
  }

  /** The patient's initials in both orders, each letter followed by a full stop. */
  Set<String> initials() {
    return initials;
  }

  /** This is the patient's birth date. */
  boolean isBirthDate(LocalDate date) {
    return date.equals(birthDate);
  }

  private void addInitials(@Nullable String first, @Nullable String last) {
    if (first != null && last != null) {
      initials.add(first.charAt(0) + "." + last.charAt(0) + ".");
      initials.add(last.charAt(0) + "." + first.charAt(0) + ".");
    }
  }
}
