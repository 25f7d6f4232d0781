package org.endoreg.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Values of one quantity over the repetitions of a run. */
final class Figures {
  private final String name;
  private final List<Double> values = new ArrayList<>();

  Figures(String name) {
    this.name = name;
  }

  void add(double value) {
    values.add(value);
  }

  /** Each value divided by the other's of the same repetition. */
  Figures over(Figures other, String ratioName) {
    Figures ratios = new Figures(ratioName);
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return ratios;
  }

  double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private List<Double> sorted() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }

  static String head() {
    return "| | min | median | max |%n|---|---:|---:|---:|".formatted();
  }

  /** A row of the table that {@link #head()} begins. */
  String row() {
    List<Double> sorted = sorted();
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f |",
        name,
        sorted.get(0),
        median(),
        sorted.get(sorted.size() - 1));
  }
}
