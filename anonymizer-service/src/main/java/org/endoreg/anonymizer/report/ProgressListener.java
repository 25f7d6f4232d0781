package org.endoreg.anonymizer.report;

/** Hears how far a report has come; it is told stages and percentages, never content. */
@FunctionalInterface
public interface ProgressListener {

  /** The stages in their order. */
  enum Stage {
    READING,
    RECOGNISING,
    REDACTING,
    CHECKING
  }

  /** The stage has reached this percentage. */
  void reached(Stage stage, int percent);

  /** Listens to nothing. */
  static ProgressListener none() {
    return (stage, percent) -> {};
  }
}
