package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds dates in all spellings German and English reports use. */
public final class DateFinder {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE;
  private static final String FREE = "(?<![\\p{L}\\d.,/-])";
  private static final String WEEKDAY =
      "(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|monday|tuesday"
          + "|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
          + "|mo|di|mi|do|fr|sa|so)\\.?,?[ \\t]+(?:den[ \\t]+)?)?";
  private static final String MONTH = "(?<m>" + MonthNames.alternatives() + ")";
  private static final String LONG_YEAR = "(?<y>(?:19|20)\\d\\d)";
  private static final String YEAR = "(?<y>(?:19|20)\\d\\d|'?\\d\\d)(?!\\d)";
  // A number before a unit is a measurement, not a year or a day.
  private static final String NO_UNIT =
      "(?![ \\t]*(?:mm|cm|mg|ml|µg|g\\b|g/|kg|%|min|sec|sek|jahre|years|/\\d))";

  private static final List<Pattern> FULL =
      List.of(
          dated(
              "(?<y>(?:19|20)\\d\\d)-(?<m>\\d\\d)-(?<d>\\d\\d)"
                  + "(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?(?!\\d)"),
          dated(
              "(?<d>\\d{1,2})[ \\t]?[./][ \\t]?(?<m>\\d{1,2})[ \\t]?[./][ \\t]?" + YEAR + NO_UNIT),
          dated("(?<d>\\d{1,2})[.,-](?<m>\\d{1,2})[.,-]" + LONG_YEAR + "(?!\\d)"),
          dated("(?<d>\\d{2}) (?<m>\\d{2}) " + LONG_YEAR + "(?!\\d)"),
          dated(
              "(?<d>\\d{1,2})\\.[ \\t]?(?<m>XII|XI|IX|X|VIII|VII|VI|IV|V|III|II|I)\\.?[ \\t]?"
                  + YEAR
                  + NO_UNIT),
          dated(
              "(?<d>\\d{1,2})(?:\\.|st|nd|rd|th)?[ \\t]*(?:of[ \\t]+)?"
                  + MONTH
                  + "\\b\\.?,?[ \\t]*"
                  + YEAR
                  + NO_UNIT),
          dated(
              MONTH
                  + "\\b\\.?[ \\t]+(?<d>\\d{1,2})(?:st|nd|rd|th)?,?[ \\t]+"
                  + LONG_YEAR
                  + "(?!\\d)"));

  private static final List<Pattern> PARTIAL =
      List.of(
          dated(
              "(?:KW|Kalenderwoche|calendar week)[ \\t]?(?<k>\\d{1,2})[ \\t]?[/.]?[ \\t]?" + YEAR),
          // first half of a range; the year and perhaps the month follow in the second half
          dated(
              "(?<d>\\d{1,2})\\.(?:(?<m>\\d{1,2})\\.)?(?=[ \\t]?(?:[-–]|bis)[ \\t]?\\d{1,2}\\."
                  + "[ \\t]?\\d{1,2}\\.[ \\t]?\\d{2,4})"),
          dated("(?<d>\\d{1,2})\\.[ \\t]*" + MONTH + "\\b\\.?(?![ \\t]*\\d)"),
          dated(
              "(?<d>\\d{1,2})(?:st|nd|rd|th)?[ \\t]+(?:of[ \\t]+)?" + MONTH + "\\b(?![ \\t]*\\d)"),
          dated(MONTH + "\\b\\.?[ \\t]+(?<d>\\d{1,2})(?:st|nd|rd|th)?\\b(?![.,]?\\d)" + NO_UNIT),
          dated(MONTH + "\\b\\.?,?[ \\t]+" + LONG_YEAR + "(?!\\d)"),
          dated("(?<m>0?[1-9]|1[0-2])[/.]" + LONG_YEAR + "(?!\\d)"),
          cued(
              "(?:am|vom|seit|bis|ab|zum|den|dem|on|of|since|until|datum:?|date:?)[ \\t]+",
              "(?<d>\\d{1,2})\\.[ \\t]?(?<m>\\d{1,2})\\.?(?![\\d.,/])" + NO_UNIT),
          cued("^[ \\t]*", "(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?=[ \\t]*$)"));

  /** The dates of the text in order, none overlapping another. */
  public List<DateMention> find(String text) {
    List<DateMention> found = new ArrayList<>();
    BitSet taken = new BitSet(text.length());
    FULL.forEach(pattern -> collect(pattern, text, taken, found));
    PARTIAL.forEach(pattern -> collect(pattern, text, taken, found));
    found.sort(Comparator.comparingInt(DateMention::start));
    return found;
  }

  private static Pattern dated(String expression) {
    return Pattern.compile(FREE + "(?<span>" + WEEKDAY + expression + ")", FLAGS);
  }

  private static Pattern cued(String cue, String expression) {
    return Pattern.compile(
        "(?<!\\p{L})(?:" + cue + ")(?<span>" + WEEKDAY + expression + ")", FLAGS);
  }

  private static void collect(Pattern pattern, String text, BitSet taken, List<DateMention> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      DateMention mention = mention(pattern, matcher);
      if (mention != null && isFree(taken, mention)) {
        taken.set(mention.start(), mention.end());
        found.add(mention);
      }
    }
  }

  private static @Nullable DateMention mention(Pattern pattern, Matcher matcher) {
    List<DateMention.Field> fields = new ArrayList<>();
    Integer day = number(pattern, matcher, "d", DateMention.Part.DAY, fields);
    Integer month = number(pattern, matcher, "m", DateMention.Part.MONTH, fields);
    Integer week = number(pattern, matcher, "k", DateMention.Part.WEEK, fields);
    Integer year = number(pattern, matcher, "y", DateMention.Part.YEAR, fields);
    boolean americanOrder = month != null && day != null && month > 12 && day <= 12;
    if (americanOrder) {
      Integer swapped = day;
      day = month;
      month = swapped;
      fields.replaceAll(DateFinder::swapped);
    }
    boolean possible = within(day, 31) && within(month, 12) && within(week, 53);
    if (!possible) {
      return null;
    }
    return new DateMention(
        matcher.start("span"), matcher.end("span"), day, month, week, fourDigits(year), fields);
  }

  private static @Nullable Integer number(
      Pattern pattern,
      Matcher matcher,
      String group,
      DateMention.Part part,
      List<DateMention.Field> fields) {
    if (!pattern.pattern().contains("(?<" + group + ">") || matcher.group(group) == null) {
      return null;
    }
    String written = matcher.group(group);
    int skip = written.startsWith("'") ? 1 : 0;
    fields.add(new DateMention.Field(part, matcher.start(group) + skip, matcher.end(group)));
    String bare = written.substring(skip);
    return Character.isDigit(bare.charAt(0))
        ? Integer.valueOf(bare)
        : Integer.valueOf(MonthNames.number(bare).orElse(99));
  }

  private static DateMention.Field swapped(DateMention.Field field) {
    return switch (field.part()) {
      case DAY -> new DateMention.Field(DateMention.Part.MONTH, field.start(), field.end());
      case MONTH -> new DateMention.Field(DateMention.Part.DAY, field.start(), field.end());
      case WEEK, YEAR -> field;
    };
  }

  private static boolean within(@Nullable Integer value, int max) {
    return value == null || (value >= 1 && value <= max);
  }

  /** The pivot the reports' text path always used: 69 to 99 is the last century. */
  private static @Nullable Integer fourDigits(@Nullable Integer year) {
    if (year == null || year > 99) {
      return year;
    }
    return Integer.valueOf(year >= 69 ? 1900 + year : 2000 + year);
  }

  private static boolean isFree(BitSet taken, DateMention mention) {
    int next = taken.nextSetBit(mention.start());
    return next < 0 || next >= mention.end();
  }
}
