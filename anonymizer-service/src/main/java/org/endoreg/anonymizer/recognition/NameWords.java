package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which words of a stretch that should hold a name belong to the name. Titles and particles
 * are skipped, the first ordinary word ends it.
 */
final class NameWords {
  static final Set<String> TITLES =
      Set.of(
          "herr",
          "herrn",
          "hr",
          "frau",
          "fr",
          "fräulein",
          "dr",
          "prof",
          "pd",
          "priv",
          "doz",
          "priv-doz",
          "oa",
          "oä",
          "ca",
          "cä",
          "fa",
          "fä",
          "aa",
          "aä",
          "dipl",
          "ing",
          "mag",
          "med",
          "habil",
          "rer",
          "nat",
          "univ",
          "univ-prof",
          "mr",
          "mrs",
          "ms",
          "miss",
          "sir",
          "doctor",
          "professor",
          "kollegin",
          "kollege",
          "kollegen",
          "baron",
          "monsieur",
          "md",
          "phd",
          "dent",
          "oberarzt",
          "oberärztin",
          "chefarzt",
          "chefärztin",
          "assistenzarzt",
          "assistenzärztin",
          "facharzt",
          "fachärztin",
          "schwester",
          "sr",
          "pfleger",
          "doktor");
  static final Set<String> PARTICLES =
      Set.of(
          "von", "zu", "zum", "zur", "vom", "van", "der", "den", "de", "del", "della", "di", "da",
          "dos", "al", "el", "ben", "ibn", "bin", "ter", "ten", "la", "le", "du", "und");

  private final Lexicon lexicon;
  private final NameDictionary names;

  NameWords(Lexicon lexicon, NameDictionary names) {
    this.lexicon = lexicon;
    this.names = names;
  }

  /**
   * The name words at the beginning of the stretch. With {@code labelled} a form says that a name
   * follows, so that even an ordinary word ("Klein") is taken when it is listed as a name.
   */
  List<Tokens.Token> leading(List<Tokens.Token> tokens, int most) {
    List<Tokens.Token> taken = new ArrayList<>();
    for (Tokens.Token token : tokens) {
      if (isTitle(token) || (isParticle(token) && taken.size() < most)) {
        continue;
      }
      boolean initial = token.text().length() == 1 && token.startsUpperCase();
      if (taken.size() >= most || (!initial && !isName(token))) {
        break;
      }
      taken.add(token);
    }
    return taken;
  }

  boolean isTitle(Tokens.Token token) {
    return TITLES.contains(token.text().toLowerCase(Locale.ROOT));
  }

  /** Written like a name and either unknown to the lexicon or a listed name. */
  boolean isName(Tokens.Token token) {
    if (!token.startsUpperCase() || token.text().length() < 2 || isNumber(token)) {
      return false;
    }
    return !lexicon.isWord(token.text())
        || names.isFamily(token.text())
        || names.isGiven(token.text());
  }

  private static boolean isParticle(Tokens.Token token) {
    return PARTICLES.contains(token.text().toLowerCase(Locale.ROOT)) && !token.startsUpperCase();
  }

  private static boolean isNumber(Tokens.Token token) {
    long digits = token.text().chars().filter(Character::isDigit).count();
    return digits * 2 > token.text().length();
  }
}
