package org.endoreg.anonymizer.recognition;

/** Levenshtein distance, given up as soon as it must exceed the allowed number of edits. */
final class EditDistance {
  private EditDistance() {}

  static boolean within(String a, String b, int allowed) {
    if (Math.abs(a.length() - b.length()) > allowed) {
      return false;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      int best = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
        best = Math.min(best, current[j]);
      }
      if (best > allowed) {
        return false;
      }
      previous = current;
    }
    return previous[b.length()] <= allowed;
  }
}
