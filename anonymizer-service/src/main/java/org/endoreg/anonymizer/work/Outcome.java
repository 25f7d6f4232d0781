package org.endoreg.anonymizer.work;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.contracts.events.Pseudonym;
import org.endoreg.platform.blob.Blob;

/**
 * What an attempt produced: durable blobs, counts and the identity that goes into the PHI store.
 * {@code pages} is empty for videos, {@code text} is the blob with the anonymized text of a report,
 * {@code signedOffAs} the pseudonym that came with a medium somebody anonymized elsewhere.
 */
record Outcome(
    Blob artifact,
    Optional<Blob> text,
    SensitiveMeta meta,
    Optional<String> examinationName,
    Map<String, Integer> removedByType,
    int residualChecked,
    Optional<Integer> pages,
    List<String> engineVersions,
    Optional<Pseudonym> signedOffAs) {

  /** What this service made itself. */
  Outcome(
      Blob artifact,
      Optional<Blob> text,
      SensitiveMeta meta,
      Optional<String> examinationName,
      Map<String, Integer> removedByType,
      int residualChecked,
      Optional<Integer> pages,
      List<String> engineVersions) {
    this(
        artifact,
        text,
        meta,
        examinationName,
        removedByType,
        residualChecked,
        pages,
        engineVersions,
        Optional.empty());
  }

  /** True when a person signed it off elsewhere. */
  boolean isHumanValidated() {
    return signedOffAs.isPresent();
  }
}
