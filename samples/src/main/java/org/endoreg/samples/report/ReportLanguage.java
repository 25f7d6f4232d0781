package org.endoreg.samples.report;

/** The language a sample report is written in; German is what the connected centres write. */
public enum ReportLanguage {
  GERMAN,
  ENGLISH
}
