package org.endoreg.anonymizer.video;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.stream.Collectors;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.ocr.OcrWord;
import org.endoreg.anonymizer.ocr.PageMode;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.RecogniserName;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.anonymizer.recognition.Span;
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
  // Limited-range black is 16; the encoder may ring by a few steps at the picture's edge.
  private static final int BRIGHTEST_BLACK = 24;
  private static final int EDGE = 8;

  private final OcrReader ocr;
  private final Recognition recognition;
  private final int threads;

  VideoResidualCheck(OcrReader ocr, Recognition recognition, int threads) {
    this.ocr = ocr;
    this.recognition = recognition;
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
      KnownIdentity known,
      VideoProgress progress)
      throws IOException, MediaFailure, OcrUnavailableException, VideoRefused {
    VideoFacts facts = new VideoProbe().probe(artifact.position(0));
    requireSameTimeline(facts, source);
    Reading reading = new Reading(facts, visible, known, progress);
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
    private final KnownIdentity known;
    private final VideoProgress progress;
    private double nextReading;
    private int framesRead;
    private boolean found;
    private boolean ocrMissing;
    private boolean stopped;

    Reading(VideoFacts facts, Roi visible, KnownIdentity known, VideoProgress progress) {
      this.facts = facts;
      this.visible = visible;
      this.allowed = widened(visible, facts);
      this.known = known;
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
        return holdsIdentity(ocr.read(gray(picture), PageMode.SPARSE));
      } catch (OcrUnavailableException missing) {
        ocrMissing = true;
        return false;
      }
    }

    private boolean holdsIdentity(List<OcrWord> words) {
      String text = words.stream().map(OcrWord::text).collect(Collectors.joining(" "));
      return recognition.find(text, known).stream().anyMatch(VideoResidualCheck::isKnown);
    }

    private BufferedImage gray(BufferedImage picture) {
      BufferedImage gray =
          new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
      Graphics2D graphics = gray.createGraphics();
      graphics.drawImage(picture, 0, 0, null);
      graphics.dispose();
      return gray;
    }
  }

  /**
   * Only the known identity counts: mucosa read as text yields chance words, not this patient's
   * name.
   */
  private static boolean isKnown(Span span) {
    return span.recognisers().contains(RecogniserName.KNOWN_IDENTITY);
  }

  private static Roi widened(Roi visible, VideoFacts facts) {
    int x = Math.max(0, visible.x() - EDGE);
    int y = Math.max(0, visible.y() - EDGE);
    return new Roi(x, y, visible.right() + EDGE - x, visible.bottom() + EDGE - y)
        .clamped(facts.width(), facts.height());
  }
}
