package org.endoreg.anonymizer.recognition;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text reduced to what survives bad reading: letters and digits only, umlauts written out, other
 * diacritics dropped, characters that optical recognition confuses mapped to one (0/O, 1/l/I, 5/S,
 * 8/B, rn/m). Every character remembers where it came from.
 */
final class Skeleton {
  private final String letters;
  private final int[] first;
  private final int[] last;

  private Skeleton(String letters, int[] first, int[] last) {
    this.letters = letters;
    this.first = first;
    this.last = last;
  }

  static Skeleton of(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    int[] first = new int[text.length() * 2 + 1];
    int[] last = new int[text.length() * 2 + 1];
    for (int i = 0; i < text.length(); i++) {
      String folded = folded(text.charAt(i));
      for (int j = 0; j < folded.length(); j++) {
        append(letters, first, last, folded.charAt(j), i);
      }
    }
    return new Skeleton(letters.toString(), first, last);
  }

  /** The reduced form of an identifier or a single word. */
  static String form(String text) {
    return of(text).letters;
  }

  String letters() {
    return letters;
  }

  /** The position in the original text where the reduced character at this index starts. */
  int startOf(int index) {
    return first[index];
  }

  /** The position in the original text after the reduced character at this index. */
  int endOf(int index) {
    return last[index] + 1;
  }

  private static void append(StringBuilder letters, int[] first, int[] last, char c, int position) {
    int previous = letters.length() - 1;
    // "rn" and "m" look alike in print; both become "m".
    if (c == 'n'
        && previous >= 0
        && letters.charAt(previous) == 'r'
        && last[previous] == position - 1) {
      letters.setCharAt(previous, 'm');
      last[previous] = position;
      return;
    }
    first[letters.length()] = position;
    last[letters.length()] = position;
    letters.append(c);
  }

  private static String folded(char c) {
    if (c < 128) {
      return Character.isLetterOrDigit(c) ? confusable(Character.toLowerCase(c)) : "";
    }
    return switch (c) {
      case 'ä', 'Ä' -> "ae";
      case 'ö', 'Ö' -> "oe";
      case 'ü', 'Ü' -> "ue";
      case 'ß' -> "ss";
      default -> Character.isLetterOrDigit(c) ? plain(c) : "";
    };
  }

  private static String plain(char c) {
    String decomposed = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
    char base = decomposed.charAt(0);
    return base < 128
        ? confusable(Character.toLowerCase(base))
        : String.valueOf(c).toLowerCase(Locale.ROOT);
  }

  private static String confusable(char c) {
    return switch (c) {
      case '0' -> "o";
      case '1', 'i' -> "l";
      case '5' -> "s";
      case '8' -> "b";
      default -> String.valueOf(c);
    };
  }
}
