package org.endoreg.samples.report;

import java.util.List;
import org.endoreg.samples.InventedExamination;

/**
 * A sample report with everything a test wants to know about it. {@code planted} lists the
 * identifiers printed in it, {@code clinicalTerms} the wording an anonymizer has to keep.
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are a file, never compared as a value
public record ReportSample(
    InventedExamination examination,
    ReportLanguage language,
    ReportForm form,
    byte[] pdf,
    List<PlantedIdentifier> planted,
    List<String> clinicalTerms) {

  /** Copies the lists; the bytes are handed over as they are. */
  public ReportSample {
    planted = List.copyOf(planted);
    clinicalTerms = List.copyOf(clinicalTerms);
  }
}
