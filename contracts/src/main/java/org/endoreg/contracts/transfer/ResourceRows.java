package org.endoreg.contracts.transfer;

import java.util.List;
import org.endoreg.contracts.Sha256;

/** What the hub has to know about one processed resource, beside its bytes. */
public sealed interface ResourceRows permits VideoRows, ReportRows {
  /** The pseudonyms the resource belongs to. */
  Pseudonyms sensitiveMeta();

  /** What the sender did with the resource. */
  ProcessingHistory processingHistory();

  /** Structured reports of the examination; empty where there are none. */
  List<StructuredReport> reports();

  /** Digest of the resource as its owner knows it. */
  Sha256 resourceHash();

  /** Digest of the processed bytes, the one that binds the media phase. */
  Sha256 processedHash();

  /** True when a person signed off. */
  boolean anonymizationValidated();
}
