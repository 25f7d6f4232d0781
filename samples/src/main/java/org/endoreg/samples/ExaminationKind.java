package org.endoreg.samples;

/** The examinations the samples describe, named as the knowledge base names them. */
public enum ExaminationKind {
  COLONOSCOPY("colonoscopy"),
  GASTROSCOPY("gastroscopy");

  private final String examinationName;

  ExaminationKind(String examinationName) {
    this.examinationName = examinationName;
  }

  /** The natural key of the examination in the knowledge base. */
  public String examinationName() {
    return examinationName;
  }
}
