package org.endoreg.anonymizer.video;

/** The texts an endoscopy processor prints beside the picture. */
public enum OverlayField {
  EXAMINATION_DATE,
  EXAMINATION_TIME,
  PATIENT_LAST_NAME,
  PATIENT_FIRST_NAME,
  PATIENT_BIRTH_DATE,
  ENDOSCOPE_TYPE,
  ENDOSCOPE_SERIAL
}
