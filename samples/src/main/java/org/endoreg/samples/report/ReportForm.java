package org.endoreg.samples.report;

/**
 * How a sample report came to be a PDF. The form decides which reading path the anonymizer must
 * take: text layer, optical recognition, or one of each.
 */
public enum ReportForm {
  /** Text written by a hospital system, one page. */
  BORN_DIGITAL,
  /** One page printed, laid slightly askew on a scanner and stored as an image only. */
  SCANNED,
  /** First page from the hospital system, second page scanned. */
  MIXED
}
