package org.endoreg.anonymizer.recognition;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stretches of a text that are clinical by their form: sizes, doses, scores, codes, laboratory
 * values. A number inside one is no identifier unless a label says so.
 */
final class ClinicalContext {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final List<Pattern> CLINICAL =
      List.of(
          Pattern.compile(
              "(?<![\\d.])\\d+(?:[.,]\\d+)?(?:\\s?(?:x|×|-|–|bis)\\s?\\d+(?:[.,]\\d+)?){0,2}\\s?"
                  + "(?:mm|cm|ml|cl|l|mg|µg|ug|g|kg|ie|iu|mmhg|%|min|minuten|minutes|sec|sek|h|std"
                  + "|hours|charr|ch|fr|joule|watt|w|g/dl|mg/dl|mmol/l|µmol/l|u/l|/µl|/ul|/nl|g/l"
                  + "|bpm|°c|mal|jahren?|years?|monaten?|months?|wochen?|weeks?|tagen?|days?)"
                  + "(?![\\p{L}\\d])",
              FLAGS),
          Pattern.compile(
              "\\b(?:boston|bbps|paris|kudo|forrest|mayo|prag|prague|aldrete|asa|jnet|nice|la|los"
                  + " angeles|savary|child|spigelman|rutgeerts|hill|siewert|borrmann|haggitt"
                  + "|kikuchi|olga|olgim|vienna|wien)(?:[ -](?:score|typ|type|grad|grade|klasse"
                  + "|stadium|klassifikation|classification|c))*[ :]*[\\dIVabcsplfm+=/-]{1,14}",
              FLAGS),
          Pattern.compile("\\bC\\d{1,2}\\s?M\\d{1,2}\\b"),
          // ICD-10 and OPS codes
          Pattern.compile("\\b[A-TV-Z]\\d{2}(?:\\.\\d{1,2})?[GVZAL]?\\b(?!\\.\\d)"),
          Pattern.compile("\\b\\d-\\d{2,3}(?:\\.[\\da-z]{1,3})?\\b", FLAGS),
          // staging: pT1sm2 N0 L0 V0 R0 G2
          Pattern.compile("\\b[pcuyr]{0,3}T(?:is|x|\\d)[a-z\\d]*(?:\\s?[NMLVRG][x\\d][a-z]?)*"),
          Pattern.compile(
              "\\b(?:hb|crp|inr|quick|ptt|gfr|leuko\\w*|thrombo\\w*|kreatinin|creatinine|bilirubin"
                  + "|lipase|ferritin|platelets|got|gpt|ggt|ph|spo2)\\s?[:=]?\\s?[<>]?\\s?\\d+"
                  + "(?:[.,]\\d+)?",
              FLAGS));

  /** Bit 2i is set for the character at i, bit 2i+1 where the expression goes on to i+1. */
  private final BitSet clinical = new BitSet();

  ClinicalContext(String text) {
    for (Pattern pattern : CLINICAL) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        clinical.set(2 * matcher.start(), 2 * matcher.end() - 1);
      }
    }
  }

  /** The whole stretch lies within one clinical expression. */
  boolean covers(int start, int end) {
    return clinical.nextClearBit(2 * start) >= 2 * end - 1;
  }
}
