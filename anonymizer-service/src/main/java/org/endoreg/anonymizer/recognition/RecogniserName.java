package org.endoreg.anonymizer.recognition;

/** The independent sources of spans, stored with each span for review and measurement. */
public enum RecogniserName {
  KNOWN_IDENTITY,
  STRUCTURED_RULE,
  DATE_RULE,
  DICTIONARY,
  BARCODE
}
