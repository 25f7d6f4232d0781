package org.endoreg.stack.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.endoreg.ffmpeg.Roi;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private final TextInspection text = new TextInspection(List.of("Erika Musterfrau", "4711"));
  private final FrameInspection frames =
      new FrameInspection(List.of(new Roi(10, 10, 60, 20)), List.of(0));

  @Test
  void aTextWithANameOrWithoutAWordIsNotClean() {
    assertThat(text.isClean("Polyp im Sigma, 4 mm.")).isTrue();
    assertThat(text.isClean("Polyp bei ERIKA MUSTERFRAU.")).isFalse();
    assertThat(text.isClean("  ")).isFalse();
  }

  @Test
  void lettersLeftInAFrameAreSeenAndNoiseIsNot() {
    BufferedImage frame = new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB);
    frame.setRGB(12, 12, new Color(9, 9, 9).getRGB());
    assertThat(frames.isClean(frame)).as("nothing to look at").isFalse();
    Graphics2D pen = frame.createGraphics();
    pen.drawString("M", 80, 50);
    assertThat(frames.isClean(frame)).as("outside the box").isTrue();
    pen.drawString("M", 12, 26);
    pen.dispose();
    assertThat(frames.isClean(frame)).isFalse();
  }
}
