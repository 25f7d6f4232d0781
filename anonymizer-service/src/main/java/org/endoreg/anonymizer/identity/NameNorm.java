package org.endoreg.anonymizer.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The normal form of a name under which two spellings are one person: compatibility composition,
 * titles off, case folded, umlauts written out, other diacritics dropped, hyphens and apostrophes
 * as blanks. It is part of the pseudonym scheme, so changing it changes every patient hash.
 */
final class NameNorm {
  private static final Set<String> TITLES =
      Set.of(
          "herr",
          "herrn",
          "frau",
          "dr",
          "prof",
          "ing",
          "mag",
          "baron",
          "mr",
          "mrs",
          "ms",
          "sir",
          "doctor",
          "professor",
          "monsieur",
          "señor",
          "señorita",
          "med");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SEPARATORS =
      Pattern.compile("[\\s\\p{Z}\\-\\u2010-\\u2015'\\u2019\\u2018\\u00b4`]+");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  private NameNorm() {}

  static String of(String name) {
    String folded =
        withoutTitles(Normalizer.normalize(name, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
    String spelledOut =
        folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss");
    String plain =
        MARKS.matcher(Normalizer.normalize(spelledOut, Normalizer.Form.NFD)).replaceAll("");
    return SEPARATORS.matcher(plain).replaceAll(" ").strip();
  }

  private static String withoutTitles(String name) {
    StringBuilder kept = new StringBuilder();
    for (String word : BLANKS.split(name.strip(), -1)) {
      if (!isTitle(word)) {
        kept.append(kept.isEmpty() ? "" : " ").append(word);
      }
    }
    return kept.toString();
  }

  private static boolean isTitle(String word) {
    String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    return TITLES.contains(bare.toLowerCase(Locale.ROOT));
  }
}
