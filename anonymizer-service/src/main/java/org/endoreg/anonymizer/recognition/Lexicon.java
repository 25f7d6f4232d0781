package org.endoreg.anonymizer.recognition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words that are not names: clinical language, general words of reports, eponyms of scores and
 * findings. German builds new compounds freely, therefore medical endings count as well.
 */
final class Lexicon {
  private static final Pattern CLINICAL_ENDING =
      Pattern.compile(
          "(?:karzinom|carcinom|adenom|polyp|polypen|polypektomie|itis|ose|osen|iose|tomie|ektomie"
              + "|skopie|skop|pathie|plasie|plasien|metaplasie|om|ome|omen|ulkus|ulzera|varizen"
              + "|schleimhaut|mukosa|biopsie|biopsien|blutung|stenose|hernie|divertikel|befund"
              + "|befunde|klappe|nummer|untersuchung|schnitt|gabe|menge|medikation|sedierung"
              + "|kontrolle|therapie|diagnostik|klinik|abteilung|ambulanz|heit|keit|ung|ungen"
              + "|schaft|tion|tionen|ismus|scopy|oma|osis|plasia|ectomy|pathy|gram|zange|schlinge"
              + "|gerät|arzt|ärztin)$");

  private final Set<String> words;
  private final Set<String> eponyms;

  private Lexicon(Set<String> words, Set<String> eponyms) {
    this.words = words;
    this.eponyms = eponyms;
  }

  static Lexicon load() {
    return new Lexicon(lowerCased("lexicon.txt"), lowerCased("eponyms.txt"));
  }

  /** A word of clinical or general language. */
  boolean isWord(String token) {
    String lower = token.toLowerCase(Locale.ROOT);
    return words.contains(lower)
        || isEponym(token)
        || (lower.length() > 6 && CLINICAL_ENDING.matcher(lower).find())
        || isCompoundOfWords(lower);
  }

  /** A person's name that stands for a score, a finding or an instrument. */
  boolean isEponym(String token) {
    return eponyms.contains(token.toLowerCase(Locale.ROOT));
  }

  private boolean isCompoundOfWords(String lower) {
    int hyphen = lower.indexOf('-');
    return hyphen > 0
        && hyphen < lower.length() - 1
        && (words.contains(lower.substring(hyphen + 1))
            || eponyms.contains(lower.substring(0, hyphen)));
  }

  private static Set<String> lowerCased(String resource) {
    return lines(resource).stream()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The words of a resource file beside this class; {@code #} starts a comment. */
  static Set<String> lines(String resource) {
    try (InputStream stream = Lexicon.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("Missing word list " + resource);
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line.strip()))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("Unreadable word list " + resource, e);
    }
  }
}
