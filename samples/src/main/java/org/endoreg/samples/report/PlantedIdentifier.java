package org.endoreg.samples.report;

/**
 * One identifying string exactly as printed in a sample report. A scan of the anonymized output for
 * {@code text} must come back empty; {@code kind} allows recall to be counted per kind.
 */
public record PlantedIdentifier(Kind kind, String text) {

  /** What the planted string identifies. */
  public enum Kind {
    PATIENT_NAME,
    BIRTH_DATE,
    EXAMINATION_DATE,
    OTHER_DATE,
    CASE_NUMBER,
    INSURANCE_NUMBER,
    DEVICE_SERIAL,
    STAFF_NAME,
    PHONE,
    EMAIL,
    ADDRESS,
    URL
  }
}
