package org.endoreg.ingest.centers;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import org.endoreg.contracts.CenterKey;

/**
 * Makes a center key from a name: lower case, accents dropped, everything else a hyphen, at most 63
 * characters. A key that is taken gets a number, {@code x}, {@code x-2}, {@code x-3}.
 */
final class CenterSlug {
  private static final int LONGEST = 63;
  private static final String NAMELESS = "center";

  private CenterSlug() {}

  static CenterKey firstFree(String name, Predicate<CenterKey> taken) {
    String slug = of(name);
    CenterKey key = new CenterKey(slug);
    for (int number = 2; taken.test(key); number++) {
      String suffix = "-" + number;
      key = new CenterKey(cut(slug, LONGEST - suffix.length()) + suffix);
    }
    return key;
  }

  private static String of(String name) {
    String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String slug =
        cut(
            ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+|-+$", ""),
            LONGEST);
    return slug.isEmpty() ? NAMELESS : slug;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
