package org.endoreg.anonymizer.video;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.ffmpeg.Blackout;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameInterval;
import org.endoreg.ffmpeg.FrameTap;
import org.endoreg.ffmpeg.LiveMask;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.Timeline;

/**
 * Blackens text inside the endoscope picture while the video is encoded. Every frame is tested for
 * lettering; what looks like it is read when it appears and once a second while it stays. A box is
 * black from half a second before its first frame to half a second after its last. One instance
 * serves one video.
 */
final class PictureText implements FrameTap {
  private static final double HOLD_SECONDS = 0.5;
  private static final double READ_AGAIN_SECONDS = 1;
  private static final int SHORTEST_WORD = 3;
  private static final double CERTAIN_WORD = 0.6;
  private static final int LINE_HEIGHT = 60;
  private static final int TALLEST_LINE = 96;

  private final OcrReader ocr;
  private final ShownIdentity identity;
  private final Timeline timeline;
  private final Roi picture;
  private final int framesHeldBack;
  private final List<Held> boxes = new ArrayList<>();
  private final List<Harmless> harmless = new ArrayList<>();
  private int finds;
  private boolean ocrMissing;

  PictureText(OcrReader ocr, ShownIdentity identity, Timeline timeline, Roi picture) {
    this.ocr = ocr;
    this.identity = identity;
    this.timeline = timeline;
    this.picture = picture;
    this.framesHeldBack = mostFramesWithinHold(timeline);
  }

  /** How many boxes were blackened; to be asked after the run. */
  int finds() throws OcrUnavailableException {
    if (ocrMissing) {
      throw new OcrUnavailableException("text recognition failed while reading a picture");
    }
    return finds;
  }

  @Override
  public int framesHeldBack() {
    return framesHeldBack;
  }

  @Override
  public boolean wants(int frameNumber) {
    return true;
  }

  @Override
  public void look(DecodedFrame frame, LiveMask mask) throws MediaFailure {
    int now = frame.number();
    boxes.removeIf(box -> box.coveredTo < now);
    harmless.removeIf(place -> place.until < timeline.seconds(now));
    Roi area = picture.clamped(frame.width(), frame.height());
    for (Roi found : TextLikeness.in(frame.lumaPlane(area), area.width(), area.height())) {
      handle(Regions.moved(found, area.x(), area.y()), frame, mask);
    }
  }

  private void handle(Roi place, DecodedFrame frame, LiveMask mask) throws MediaFailure {
    boolean covered = false;
    for (Held box : boxes) {
      if (Regions.touch(box.area, place)) {
        box.extend(frame.number(), mask);
        covered |= Regions.contains(box.area, place);
      }
    }
    boolean known = harmless.stream().anyMatch(read -> Regions.contains(read.area, place));
    if (covered || known) {
      return;
    }
    if (isText(frame, place)) {
      hold(place, frame, mask);
    } else {
      harmless.add(new Harmless(place, frame.seconds() + READ_AGAIN_SECONDS));
    }
  }

  private void hold(Roi place, DecodedFrame frame, LiveMask mask) {
    finds++;
    Held box = new Held(place, firstWithinHold(frame.number()) - 1);
    box.extend(frame.number(), mask);
    boxes.add(box);
  }

  private boolean isText(DecodedFrame frame, Roi place) throws MediaFailure {
    BufferedImage light = frame.toBufferedImage(place);
    LocalContrast contrast = LocalContrast.of(light, 1);
    try {
      return (place.height() <= TALLEST_LINE && showsLine(light))
          || shows(ocr.read(contrast.brightLettering(), PageMode.SPARSE))
          || shows(ocr.read(contrast.darkLettering(), PageMode.SPARSE));
    } catch (OcrUnavailableException missing) {
      ocrMissing = true;
      return true;
    }
  }

  private boolean showsLine(BufferedImage light) throws OcrUnavailableException {
    BufferedImage gray = gray(light, LINE_HEIGHT);
    BufferedImage inverted = new RescaleOp(-1f, 255f, null).filter(gray, null);
    return shows(ocr.read(inverted, PageMode.SINGLE_LINE));
  }

  private boolean shows(List<OcrWord> words) {
    return words.stream().anyMatch(PictureText::isCertain) || identity.isIn(words);
  }

  private static boolean isCertain(OcrWord word) {
    long signs = word.text().chars().filter(Character::isLetterOrDigit).count();
    return signs >= SHORTEST_WORD && word.confidence() >= CERTAIN_WORD;
  }

  private static BufferedImage gray(BufferedImage picture, int height) {
    int width = picture.getWidth() * height / picture.getHeight();
    BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = gray.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return gray;
  }

  private int firstWithinHold(int number) {
    int first = number;
    while (first > 0 && timeline.seconds(number) - timeline.seconds(first - 1) <= HOLD_SECONDS) {
      first--;
    }
    return first;
  }

  private int lastWithinHold(int number) {
    int last = number;
    while (last < timeline.frameCount() - 1
        && timeline.seconds(last + 1) - timeline.seconds(number) <= HOLD_SECONDS) {
      last++;
    }
    return last;
  }

  private static int mostFramesWithinHold(Timeline timeline) {
    int most = 0;
    for (int first = 0, last = 0; last < timeline.frameCount(); last++) {
      while (timeline.seconds(last) - timeline.seconds(first) > HOLD_SECONDS) {
        first++;
      }
      most = Math.max(most, last - first);
    }
    return most;
  }

  /** A place that was read and showed nothing; read again when the time is over. */
  private record Harmless(Roi area, double until) {}

  private final class Held {
    private final Roi area;
    private int coveredTo;

    Held(Roi area, int coveredTo) {
      this.area = area;
      this.coveredTo = coveredTo;
    }

    /** Prolongs in halves of the hold, because each interval costs a keyframe. */
    void extend(int number, LiveMask mask) {
      int needed = lastWithinHold(number);
      boolean urgent =
          timeline.seconds(Math.max(0, coveredTo)) - timeline.seconds(number) < HOLD_SECONDS / 2;
      if (needed > coveredTo && (urgent || needed == timeline.frameCount() - 1)) {
        mask.blacken(new Blackout(new FrameInterval(coveredTo + 1, needed), area));
        coveredTo = needed;
      }
    }
  }
}
