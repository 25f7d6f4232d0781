package org.endoreg.anonymizer.video;

import java.util.Map;
import org.endoreg.ffmpeg.Roi;

/**
 * Where a processor puts the endoscope picture and its texts, in pixels of the output it was
 * measured on, origin at the top left.
 */
public record ProcessorProfile(
    String name, int width, int height, Roi picture, Map<OverlayField, Roi> texts) {

  /** Copies the map. */
  public ProcessorProfile {
    texts = Map.copyOf(texts);
  }

  /** The same profile on an output of another size, each region scaled and clamped. */
  public ProcessorProfile on(int newWidth, int newHeight) {
    Map<OverlayField, Roi> scaled =
        texts.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().scaled(width, height, newWidth, newHeight)));
    return new ProcessorProfile(
        name, newWidth, newHeight, picture.scaled(width, height, newWidth, newHeight), scaled);
  }
}
