package org.endoreg.anonymizer.report;

import org.endoreg.anonymizer.identity.SensitiveMeta;

/**
 * What is known about a report before it is read: the centre whose keys apply, and identity from
 * the upload or a reviewer, which takes precedence over what the report says.
 */
public record ReportOptions(String centerKey, SensitiveMeta knownIdentity) {

  /** Nothing known but the centre. */
  public static ReportOptions ofCenter(String centerKey) {
    return new ReportOptions(centerKey, SensitiveMeta.empty());
  }
}
