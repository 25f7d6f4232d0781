package org.endoreg.anonymizer.video;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.ffmpeg.Roi;

/**
 * The known processors. Only profiles measured in the field are here: a guessed one would leave
 * text visible, so an unknown processor has none and its videos are refused.
 */
public final class ProcessorProfiles {
  private final List<ProcessorProfile> profiles;

  /** Knows exactly these. */
  public ProcessorProfiles(List<ProcessorProfile> profiles) {
    this.profiles = List.copyOf(profiles);
  }

  /** The profiles that come with the service. */
  public static ProcessorProfiles bundled() {
    return new ProcessorProfiles(List.of(olympusCv1500()));
  }

  /** The profile of this name. */
  public Optional<ProcessorProfile> named(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  /** Measured on the device's 1920 × 1080 output. */
  private static ProcessorProfile olympusCv1500() {
    return new ProcessorProfile(
        "olympus_cv_1500",
        1920,
        1080,
        new Roi(550, 0, 1350, 1080),
        Map.of(
            OverlayField.EXAMINATION_DATE, new Roi(0, 0, 390, 40),
            OverlayField.EXAMINATION_TIME, new Roi(240, 7, 115, 35),
            OverlayField.PATIENT_LAST_NAME, new Roi(70, 83, 450, 27),
            OverlayField.PATIENT_FIRST_NAME, new Roi(80, 110, 440, 33),
            OverlayField.PATIENT_BIRTH_DATE, new Roi(70, 180, 160, 50),
            OverlayField.ENDOSCOPE_TYPE, new Roi(70, 630, 280, 35),
            OverlayField.ENDOSCOPE_SERIAL, new Roi(70, 670, 280, 35)));
  }
}
