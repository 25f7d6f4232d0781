package org.endoreg.anonymizer.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;

/**
 * Reads a masked video again without trusting the pass that made it: every frame must be black
 * outside the picture, and about one frame a second is read as text and searched for the known
 * identity.
 */
final class VideoResidualCheck {
  // The rule for masked pixels; the encoder rings by a few steps near the picture's edge.
  private static final int BRIGHTEST_BLACK = 16;
  private static final int EDGE = 8;

  private final OcrReader ocr;
  private final int threads;

  VideoResidualCheck(OcrReader ocr, int threads) {
    this.ocr = ocr;
    this.threads = threads;
  }

  /**
   * Checks the finished file.
   *
   * @return number of frames that were read as text
   * @throws VideoRefused {@code residual_phi} on any find, {@code integrity_mismatch} when the
   *     timeline is not the source's
   */
  int check(
      SeekableByteChannel artifact,
      VideoFacts source,
      Roi visible,
      ShownIdentity identity,
      VideoProgress progress)
      throws IOException, MediaFailure, OcrUnavailableException, VideoRefused {
    VideoFacts facts = new VideoProbe().probe(artifact.position(0));
    requireSameTimeline(facts, source);
    Reading reading = new Reading(facts, visible, identity, progress);
    try (FrameReader frames = FrameReader.open(artifact.position(0), facts.timeline(), threads)) {
      frames.forEachFrame(1, reading::visit);
    }
    return reading.finish();
  }

  private static void requireSameTimeline(VideoFacts facts, VideoFacts source) throws VideoRefused {
    boolean same =
        facts.frameCount() == source.frameCount()
            && facts.audioStreams() + facts.subtitleStreams() + facts.otherStreams() == 0;
    for (int i = 0; same && i < source.frameCount(); i++) {
      double drift = facts.timeline().seconds(i) - source.timeline().seconds(i);
      same = Math.abs(drift) < 1e-6;
    }
    if (!same) {
      throw new VideoRefused(ProblemCode.INTEGRITY_MISMATCH);
    }
  }

  private final class Reading {
    private final VideoFacts facts;
    private final Roi allowed;
    private final Roi visible;
    private final ShownIdentity identity;
    private final VideoProgress progress;
    private double nextReading;
    private int framesRead;
    private boolean found;
    private boolean ocrMissing;
    private boolean stopped;

    Reading(VideoFacts facts, Roi visible, ShownIdentity identity, VideoProgress progress) {
      this.facts = facts;
      this.visible = visible;
      this.allowed = widened(visible, facts);
      this.identity = identity;
      this.progress = progress;
    }

    boolean visit(DecodedFrame frame) throws IOException, MediaFailure {
      found |= frame.brightestOutside(allowed) > BRIGHTEST_BLACK;
      double second = frame.seconds() - facts.timeline().seconds(0);
      if (second >= nextReading) {
        nextReading = second + 1;
        found |= showsIdentity(frame);
        framesRead++;
        progress.checked(100 * (frame.number() + 1) / facts.frameCount());
        stopped = progress.cancelled();
      }
      return !found && !ocrMissing && !stopped;
    }

    int finish() throws VideoRefused {
      if (ocrMissing) {
        throw new VideoRefused(ProblemCode.OCR_UNAVAILABLE);
      }
      if (found) {
        throw new VideoRefused(ProblemCode.RESIDUAL_PHI);
      }
      if (stopped) {
        throw new VideoRefused(ProblemCode.LEASE_LOST);
      }
      return framesRead;
    }

    private boolean showsIdentity(DecodedFrame frame) throws MediaFailure {
      try {
        BufferedImage picture = frame.toBufferedImage(visible);
        LocalContrast single = LocalContrast.of(picture, 1);
        return shows(single.brightLettering())
            || shows(single.darkLettering())
            || shows(LocalContrast.of(picture, 2).brightLettering());
      } catch (OcrUnavailableException missing) {
        ocrMissing = true;
        return false;
      }
    }

    private boolean shows(BufferedImage lettering) throws OcrUnavailableException {
      return identity.isIn(ocr.read(lettering, PageMode.SPARSE));
    }
  }

  private static Roi widened(Roi visible, VideoFacts facts) {
    int x = Math.max(0, visible.x() - EDGE);
    int y = Math.max(0, visible.y() - EDGE);
    return new Roi(x, y, visible.right() + EDGE - x, visible.bottom() + EDGE - y)
        .clamped(facts.width(), facts.height());
  }
}
