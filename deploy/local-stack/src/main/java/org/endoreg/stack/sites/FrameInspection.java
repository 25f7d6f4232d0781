package org.endoreg.stack.sites;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFailure;
import org.jspecify.annotations.Nullable;

/**
 * Looks at single frames of a video: nothing stands out where lettering was planted, and something
 * does elsewhere, since a black film hides everything and shows nothing.
 */
record FrameInspection(List<Roi> planted, List<Integer> frames) implements Inspection {
  /** White lettering on black differs by 219 of these, noise of the coding by a few. */
  private static final int FLAT = 24;

  @Override
  public boolean isClean(HubClient suite, String path) {
    return !frames.isEmpty()
        && frames.stream()
            .allMatch(number -> isClean(picture(suite, path + "frames/" + number + "/stream/")));
  }

  boolean isClean(BufferedImage frame) {
    return !isFlat(frame, Roi.EVERYWHERE) && planted.stream().allMatch(box -> isFlat(frame, box));
  }

  private static boolean isFlat(BufferedImage frame, Roi box) {
    Roi visible = box.clamped(frame.getWidth(), frame.getHeight());
    int[] green =
        frame
            .getRaster()
            .getSamples(
                visible.x(), visible.y(), visible.width(), visible.height(), 1, (int[]) null);
    int darkest = IntStream.of(green).min().orElse(0);
    int brightest = IntStream.of(green).max().orElse(0);
    return brightest - darkest <= FLAT;
  }

  private static BufferedImage picture(HubClient suite, String path) {
    try {
      @Nullable BufferedImage picture = ImageIO.read(new ByteArrayInputStream(suite.bytes(path)));
      if (picture == null) {
        throw new SuiteFailure("a frame is no picture");
      }
      return picture;
    } catch (IOException broken) {
      throw new SuiteFailure("a frame is no picture", broken);
    }
  }
}
