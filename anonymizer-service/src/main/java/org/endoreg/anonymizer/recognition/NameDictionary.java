package org.endoreg.anonymizer.recognition;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.endoreg.anonymizer.identity.PatientGender;

/**
 * Frequent given names, family names and places. A listed name that is also an ordinary word
 * ("Klein", "Koch") proves nothing by itself; callers ask the lexicon and want a further cue.
 */
public final class NameDictionary {
  private final Set<String> female;
  private final Set<String> male;
  private final Set<String> family;
  private final Set<String> places;

  private NameDictionary(
      Set<String> female, Set<String> male, Set<String> family, Set<String> places) {
    this.female = female;
    this.male = male;
    this.family = family;
    this.places = places;
  }

  /** Reads the lists shipped with the service. */
  public static NameDictionary load() {
    return new NameDictionary(
        folded("given-female.txt"),
        folded("given-male.txt"),
        folded("family.txt"),
        folded("places.txt"));
  }

  /** A listed given name, hyphenated ones by their first part. */
  public boolean isGiven(String token) {
    return genderOf(token) != PatientGender.UNKNOWN || isIn(female, token);
  }

  boolean isFamily(String token) {
    return isIn(family, token);
  }

  boolean isPlace(String token) {
    return places.contains(token.toLowerCase(Locale.ROOT));
  }

  /** The gender a given name suggests; names on both lists suggest none. */
  public PatientGender genderOf(String givenName) {
    boolean isFemale = isIn(female, givenName);
    boolean isMale = isIn(male, givenName);
    if (isFemale == isMale) {
      return PatientGender.UNKNOWN;
    }
    return isFemale ? PatientGender.FEMALE : PatientGender.MALE;
  }

  private static boolean isIn(Set<String> names, String token) {
    String lower = token.toLowerCase(Locale.ROOT);
    int hyphen = lower.indexOf('-');
    return names.contains(lower) || (hyphen > 0 && names.contains(lower.substring(0, hyphen)));
  }

  private static Set<String> folded(String resource) {
    return Lexicon.lines(resource).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
