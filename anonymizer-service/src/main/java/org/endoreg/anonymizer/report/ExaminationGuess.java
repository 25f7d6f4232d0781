package org.endoreg.anonymizer.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kind of examination a report seems to be about, by the word that occurs most. */
final class ExaminationGuess {
  private enum Kind {
    COLONOSCOPY("koloskop|colonoscop|ileokoloskop"),
    GASTROSCOPY("gastroskop|gastroscop|ögd|ösophagogastro|esophagogastro"),
    ERCP("ercp|cholangiopankreatikograph"),
    SIGMOIDOSCOPY("sigmoidoskop|rektoskop|sigmoidoscop|proctoscop"),
    ENDOSONOGRAPHY("endosonograph|\\beus\\b");

    private final Pattern words;

    Kind(String expression) {
      this.words = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
  }

  private ExaminationGuess() {}

  static Optional<String> of(String text) {
    Kind best = Kind.COLONOSCOPY;
    long most = 0;
    for (Kind kind : Kind.values()) {
      long count = kind.words.matcher(text).results().count();
      if (count > most) {
        most = count;
        best = kind;
      }
    }
    return most == 0 ? Optional.empty() : Optional.of(best.name().toLowerCase(Locale.ROOT));
  }
}
