package org.endoreg.contracts.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.Shape;

/** Rows of one processed report. */
public record ReportRows(
    RawPdfFile rawPdfFile,
    Pseudonyms sensitiveMeta,
    RawPdfState rawPdfState,
    ProcessingHistory processingHistory,
    @EmptyWhenMissing List<StructuredReport> reports)
    implements ResourceRows {

  /** A missing list is an empty one. */
  public ReportRows {
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  @Override
  @JsonIgnore
  public Sha256 resourceHash() {
    return rawPdfFile.pdfHash();
  }

  @Override
  @JsonIgnore
  public Sha256 processedHash() {
    return rawPdfState.processedFileSha256();
  }

  @Override
  @JsonIgnore
  public boolean anonymizationValidated() {
    return rawPdfState.anonymizationValidated();
  }

  /** The report's identity and its text without identity; the raw text has no member here. */
  public record RawPdfFile(Sha256 pdfHash, @Shape(Wording.NOT_BLANK) String anonymizedText) {}

  /** How far the sender's processing went, and the digest of what came out. */
  public record RawPdfState(
      boolean processingStarted,
      boolean textMetaExtracted,
      boolean sensitiveMetaProcessed,
      boolean anonymized,
      boolean anonymizationValidated,
      Sha256 processedFileSha256) {}
}
