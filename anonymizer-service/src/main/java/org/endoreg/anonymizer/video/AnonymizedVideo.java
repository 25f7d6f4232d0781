package org.endoreg.anonymizer.video;

import java.util.Map;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;

/**
 * The outcome of one run. {@code meta} is protected and stays in the identity store; {@code
 * residualChecked} counts the identifiers the re-read looked for, {@code framesRead} the frames it
 * read as text.
 */
public record AnonymizedVideo(
    SensitiveMeta meta,
    Optional<String> examinationName,
    Map<String, Integer> removedByType,
    int residualChecked,
    int framesRead,
    String encoder) {

  /** Leaves the metadata out. */
  @Override
  public String toString() {
    return "AnonymizedVideo[removed=" + removedByType + "]";
  }
}
