package org.endoreg.anonymizer.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.recognition.SpanType;

/**
 * The outcome of one run. {@code meta} is protected and stays in the identity store; everything
 * else is free of identifiers. The artifact itself went to the stream the caller gave.
 */
public record AnonymizedReport(
    SensitiveMeta meta,
    Optional<String> examinationKind,
    Map<SpanType, Integer> spansByType,
    int pages,
    int pagesReadOptically,
    String anonymizedText,
    String placeholderText,
    Residual residual,
    List<String> engineVersions,
    String artifactSha256,
    long artifactSize) {

  /** How many identifiers were searched in the finished artifact and how many were found. */
  public record Residual(int checked, int hits) {}

  /** Copies the collections. */
  public AnonymizedReport {
    spansByType = Map.copyOf(spansByType);
    engineVersions = List.copyOf(engineVersions);
  }

  /** Leaves metadata and texts out. */
  @Override
  public String toString() {
    return "AnonymizedReport[pages=" + pages + ", spans=" + spansByType + "]";
  }
}
