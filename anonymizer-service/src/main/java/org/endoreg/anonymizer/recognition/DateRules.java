package org.endoreg.anonymizer.recognition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, times of day, weekdays and high ages. */
final class DateRules implements Recogniser {
  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final Pattern BIRTH_LABEL =
      Pattern.compile(
          "(?:geb(?:oren(?:e[rn]?)?|\\.?[ -]?dat(?:um)?\\.?|urtsdatum)?\\.?(?:[ \\t]*am)?[ \\t]*:?"
              + "|\\*|born(?: on)?|date of birth[ \\t]*:?|dob[ \\t]*:?)[ \\t]*$",
          ANY_CASE);
  private static final Pattern COMPACT_BIRTH =
      Pattern.compile(
          "(?<!\\p{L})(?:geb(?:oren)?\\.?(?:[ \\t]*am)?[ \\t]*:?|geburtsdatum[ \\t]*:?|dob[ \\t]*:?)"
              + "[ \\t]*(?<v>[0-3OoIl]\\d[01OoIl]\\d[ ]?(?:19|20)\\d\\d)(?!\\d)",
          ANY_CASE);
  private static final Pattern TIME =
      Pattern.compile(
          "(?<![\\d:.,])(?<v>(?:[01]?\\d|2[0-3])[:.][0-5]\\d(?::[0-5]\\d)?)[ \\t]*(?:uhr|h\\b|am\\b|pm\\b)",
          ANY_CASE);
  private static final Pattern TIME_AFTER_DATE =
      Pattern.compile(
          "[ \\t,]*(?:um[ \\t]*|at[ \\t]*|-[ \\t]*)?"
              + "(?<v>(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?)(?![\\d:])",
          ANY_CASE);
  private static final Pattern LABELLED_TIME =
      Pattern.compile(
          "(?:beginn|ende|uhrzeit|zeit|um|time|start|at)[ \\t]*:?[ \\t]*"
              + "(?<v>(?:[01]?\\d|2[0-3]):[0-5]\\d)(?![\\d:])(?![ \\t]*min)",
          ANY_CASE);
  private static final Pattern WEEKDAY =
      Pattern.compile(
          "(?<![\\p{L}-])(?<v>montags?|dienstags?|mittwochs?|donnerstags?|samstags?|sonnabends?"
              + "|sonntags?|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![\\p{L}-])"
              + "|(?<=(?:am|nächsten|kommenden|letzten) )(?<f>Freitag)(?!\\p{L})",
          ANY_CASE);
  // Ages from 90 on single out a person (they are aggregated to 90+).
  private static final Pattern AGE =
      Pattern.compile(
          "(?<!\\d)(?<v>9\\d|1[01]\\d)(?=[ -]?(?:jährig|jähr\\.|jahre?\\b[ ]*(?:alt|alter)?"
              + "|[- ]?years?[- ]old|y/o|[ ]?j\\.))"
              + "|(?<=(?:alter|age)[: ]{1,2})(?<a>9\\d|1[01]\\d)(?!\\d)",
          ANY_CASE);

  private final DateFinder finder = new DateFinder();

  @Override
  public List<Span> find(String text, KnownIdentity known) {
    List<Span> spans = new ArrayList<>();
    for (DateMention mention : finder.find(text)) {
      spans.add(date(text, mention, known));
      addTimeAfter(text, mention.end(), spans);
    }
    collect(COMPACT_BIRTH, text, SpanType.BIRTH_DATE, 0.97, spans);
    collect(TIME, text, SpanType.TIME, 0.9, spans);
    collect(LABELLED_TIME, text, SpanType.TIME, 0.8, spans);
    collect(WEEKDAY, text, SpanType.DATE, 0.7, spans);
    collect(AGE, text, SpanType.AGE, 0.9, spans);
    return spans;
  }

  private static Span date(String text, DateMention mention, KnownIdentity known) {
    String before = text.substring(Math.max(0, mention.start() - 24), mention.start());
    boolean birth =
        mention.fullDate().filter(known::isBirthDate).isPresent()
            || BIRTH_LABEL.matcher(before).find();
    boolean full = mention.day() != null && mention.year() != null;
    return Span.of(
        birth ? SpanType.BIRTH_DATE : SpanType.DATE,
        mention.start(),
        mention.end(),
        birth ? 0.97 : full ? 0.95 : 0.8,
        RecogniserName.DATE_RULE);
  }

  private static void addTimeAfter(String text, int end, List<Span> spans) {
    Matcher matcher = TIME_AFTER_DATE.matcher(text).region(end, text.length());
    if (matcher.lookingAt()) {
      spans.add(
          Span.of(
              SpanType.TIME, matcher.start("v"), matcher.end("v"), 0.95, RecogniserName.DATE_RULE));
    }
  }

  private static void collect(
      Pattern pattern, String text, SpanType type, double score, List<Span> spans) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          spans.add(
              Span.of(
                  type, matcher.start(group), matcher.end(group), score, RecogniserName.DATE_RULE));
        }
      }
    }
  }
}
