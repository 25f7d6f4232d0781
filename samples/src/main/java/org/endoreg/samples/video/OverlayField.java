package org.endoreg.samples.video;

import java.time.format.DateTimeFormatter;
import org.endoreg.samples.InventedExamination;

/** What a processor prints beside the endoscope picture, in the form it prints it. */
public enum OverlayField {
  EXAMINATION_DATE,
  EXAMINATION_TIME,
  PATIENT_LAST_NAME,
  PATIENT_FIRST_NAME,
  PATIENT_DOB,
  ENDOSCOPE_TYPE,
  ENDOSCOPE_SN;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd.MM.yyyy");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  /** The printed text for this examination. */
  public String textOf(InventedExamination examination) {
    return switch (this) {
      case EXAMINATION_DATE -> DAY.format(examination.startedAt());
      case EXAMINATION_TIME -> MINUTE.format(examination.startedAt());
      case PATIENT_LAST_NAME -> examination.patient().lastName();
      case PATIENT_FIRST_NAME -> examination.patient().firstName();
      case PATIENT_DOB -> DAY.format(examination.patient().birthDate());
      case ENDOSCOPE_TYPE -> examination.deviceModel();
      case ENDOSCOPE_SN -> examination.deviceSerial();
    };
  }
}
