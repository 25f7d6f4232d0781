package org.endoreg.anonymizer.recognition;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches a text that should be free of them for known identifiers: names as whole words in any
 * spelling and with misread characters, numbers with any separators, dates in any spelling.
 */
public final class ResidualSearch {
  private final Recognition recognition;
  private final DateFinder dates = new DateFinder();

  /** Uses the recognition's word lists to tell names from ordinary words. */
  public ResidualSearch(Recognition recognition) {
    this.recognition = recognition;
  }

  /**
   * The number of identifiers that occur. {@code surrogateDates} are dates the anonymizer wrote
   * itself; one of them may by chance be another original date and proves nothing.
   */
  public int hits(String text, KnownIdentity known, Set<LocalDate> surrogateDates) {
    List<Tokens.Token> tokens = Tokens.of(text);
    int hits = 0;
    for (String name : known.names()) {
      hits += occursAsWord(tokens, name) ? 1 : 0;
    }
    Skeleton skeleton = Skeleton.of(text);
    for (String number : known.numbers()) {
      String form = Skeleton.form(number);
      hits += KnownIdentityRecogniser.runs(text, skeleton, form).isEmpty() ? 0 : 1;
    }
    Set<LocalDate> written = new HashSet<>();
    dates.find(text).stream()
        .map(DateMention::fullDate)
        .flatMap(Optional::stream)
        .filter(date -> !surrogateDates.contains(date))
        .forEach(written::add);
    for (LocalDate date : known.dates()) {
      hits += written.contains(date) ? 1 : 0;
    }
    return hits;
  }

  private boolean occursAsWord(List<Tokens.Token> tokens, String name) {
    String form = Skeleton.form(name);
    return tokens.stream()
        .filter(token -> Skeleton.form(token.text()).equals(form))
        .anyMatch(token -> token.startsUpperCase() || !recognition.isOrdinaryWord(token.text()));
  }
}
