package org.endoreg.samples.video;

import java.util.Map;
import org.endoreg.ffmpeg.Roi;

/**
 * Where a processor puts picture and texts on its 1920 × 1080 output.
 *
 * @param measuredPicture the endoscope picture at that size
 * @param measuredBoxes a box for every field at that size
 */
public record ProcessorLayout(Roi measuredPicture, Map<OverlayField, Roi> measuredBoxes) {
  /** Width of the output the regions were measured on, in pixels. */
  public static final int WIDTH = 1920;

  /** Height of the output the regions were measured on, in pixels. */
  public static final int HEIGHT = 1080;

  /** Olympus CV-1500, the measured device mask of the knowledge base. */
  public static final ProcessorLayout OLYMPUS_CV_1500 =
      new ProcessorLayout(
          new Roi(550, 0, 1350, 1080),
          Map.of(
              OverlayField.EXAMINATION_DATE, new Roi(0, 0, 390, 40),
              OverlayField.EXAMINATION_TIME, new Roi(240, 7, 115, 35),
              OverlayField.PATIENT_LAST_NAME, new Roi(70, 83, 450, 27),
              OverlayField.PATIENT_FIRST_NAME, new Roi(80, 110, 440, 33),
              OverlayField.PATIENT_DOB, new Roi(70, 180, 160, 50),
              OverlayField.ENDOSCOPE_TYPE, new Roi(70, 630, 280, 35),
              OverlayField.ENDOSCOPE_SN, new Roi(70, 670, 280, 35)));

  /** A device no profile describes: picture at the left, texts at the right. */
  public static final ProcessorLayout UNKNOWN_PROCESSOR =
      new ProcessorLayout(
          new Roi(40, 60, 1240, 960),
          Map.of(
              OverlayField.EXAMINATION_DATE, new Roi(1340, 80, 240, 40),
              OverlayField.EXAMINATION_TIME, new Roi(1620, 80, 120, 40),
              OverlayField.PATIENT_LAST_NAME, new Roi(1340, 160, 500, 40),
              OverlayField.PATIENT_FIRST_NAME, new Roi(1340, 220, 500, 40),
              OverlayField.PATIENT_DOB, new Roi(1340, 280, 240, 40),
              OverlayField.ENDOSCOPE_TYPE, new Roi(1340, 900, 280, 40),
              OverlayField.ENDOSCOPE_SN, new Roi(1340, 960, 280, 40)));

  /** Refuses a layout that leaves a field without a box. */
  public ProcessorLayout {
    measuredBoxes = Map.copyOf(measuredBoxes);
    if (measuredBoxes.size() != OverlayField.values().length) {
      throw new IllegalArgumentException("every field needs a box");
    }
  }

  /** The endoscope picture on an output of this size. */
  public Roi picture(int width, int height) {
    return measuredPicture.scaled(WIDTH, HEIGHT, width, height);
  }

  /** The box of one text on an output of this size. */
  public Roi box(OverlayField field, int width, int height) {
    Roi box = measuredBoxes.get(field);
    if (box == null) {
      throw new IllegalStateException("no box for " + field);
    }
    return box.scaled(WIDTH, HEIGHT, width, height);
  }
}
