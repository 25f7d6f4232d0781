package org.endoreg.anonymizer.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.endoreg.anonymizer.identity.SensitiveMeta;
import org.endoreg.anonymizer.ocr.OcrReader;
import org.endoreg.anonymizer.ocr.OcrUnavailableException;
import org.endoreg.anonymizer.recognition.KnownIdentity;
import org.endoreg.anonymizer.recognition.Recognition;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.EncodeSettings;
import org.endoreg.ffmpeg.EncodeWatch;
import org.endoreg.ffmpeg.EncodedVideo;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.FrameTap;
import org.endoreg.ffmpeg.MaskAndEncode;
import org.endoreg.ffmpeg.MaskPlan;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.Roi;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;

/**
 * Turns a raw recording into an anonymized one: reads the overlay on a few frames, shows nothing
 * but the endoscope picture, without any text in it, in one decode pass, then reads the result
 * again. Remembers nothing between two videos. One instance serves one thread.
 */
public final class VideoAnonymizer {
  private static final int SAMPLES = 5;

  private final OcrReader ocr;
  private final Recognition recognition;
  private final int threads;

  /** {@code threads} is how many a video may use for decoding and encoding. */
  public VideoAnonymizer(OcrReader ocr, Recognition recognition, int threads) {
    this.ocr = ocr;
    this.recognition = recognition;
    this.threads = threads;
  }

  /**
   * Writes the masked video into {@code target}, which is empty and seekable.
   *
   * @throws VideoRefused when it cannot be done; the content of {@code target} is worthless then
   */
  public AnonymizedVideo anonymize(
      SeekableByteChannel source,
      SeekableByteChannel target,
      ProcessorProfile profile,
      VideoProgress progress)
      throws IOException, VideoRefused {
    try {
      return run(source, target, profile, progress);
    } catch (MediaFailure failure) {
      throw VideoRefused.of(failure);
    } catch (OcrUnavailableException missing) {
      throw new VideoRefused(ProblemCode.OCR_UNAVAILABLE);
    }
  }

  private AnonymizedVideo run(
      SeekableByteChannel source,
      SeekableByteChannel target,
      ProcessorProfile measured,
      VideoProgress progress)
      throws IOException, MediaFailure, OcrUnavailableException, VideoRefused {
    VideoFacts facts = new VideoProbe().probe(source);
    ProcessorProfile profile = measured.on(facts.width(), facts.height());
    List<BufferedImage> samples = samples(source, facts);
    if (!LayoutCheck.fits(samples, profile)) {
      throw new VideoRefused(ProblemCode.ROI_UNRESOLVED);
    }
    SensitiveMeta meta = new OverlayReader(ocr).read(samples, profile);
    samples.clear();
    KnownIdentity known = new KnownIdentity(meta);
    ShownIdentity identity = new ShownIdentity(recognition, known);
    PictureText text = new PictureText(ocr, identity, facts.timeline(), profile.picture());
    EncodedVideo encoded = encode(source, facts, target, profile.picture(), text, progress);
    Map<String, Integer> removed = removed(meta, facts, text.finds());
    int framesRead =
        new VideoResidualCheck(ocr, threads)
            .check(target, facts, encoded.visible(), identity, progress);
    return new AnonymizedVideo(
        meta,
        examinationBy(meta.endoscopeType()),
        removed,
        known.names().size() + known.numbers().size() + known.dates().size(),
        framesRead,
        encoded.encoder());
  }

  private EncodedVideo encode(
      SeekableByteChannel source,
      VideoFacts facts,
      SeekableByteChannel target,
      Roi picture,
      FrameTap tap,
      VideoProgress progress)
      throws IOException, MediaFailure {
    return new MaskAndEncode(EncodeSettings.clinical(threads))
        .run(source.position(0), facts, target, MaskPlan.showing(picture), tap, watch(progress));
  }

  private static EncodeWatch watch(VideoProgress progress) {
    return new EncodeWatch() {
      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }

      @Override
      public void progress(int framesDone, int framesTotal) {
        progress.encoded(100 * framesDone / framesTotal);
      }
    };
  }

  /** Frames spread evenly over the video, away from its very ends. */
  private List<BufferedImage> samples(SeekableByteChannel source, VideoFacts facts)
      throws IOException, MediaFailure {
    List<BufferedImage> samples = new ArrayList<>();
    try (FrameReader frames = FrameReader.open(source.position(0), facts.timeline(), threads)) {
      int count = Math.min(SAMPLES, facts.frameCount());
      for (int i = 0; i < count; i++) {
        int number = (int) (facts.frameCount() * (2L * i + 1) / (2L * count));
        try (DecodedFrame frame = frames.frame(number)) {
          samples.add(frame.toBufferedImage());
        }
      }
    }
    return samples;
  }

  /**
   * Olympus names endoscopes by organ: CF and PCF are colonoscopes, GIF gastroscopes, TJF and JF
   * duodenoscopes.
   */
  private static Optional<String> examinationBy(
      @org.jspecify.annotations.Nullable String endoscopeType) {
    if (endoscopeType == null) {
      return Optional.empty();
    }
    if (endoscopeType.startsWith("CF") || endoscopeType.startsWith("PCF")) {
      return Optional.of("colonoscopy");
    }
    if (endoscopeType.startsWith("GIF")) {
      return Optional.of("gastroscopy");
    }
    return endoscopeType.contains("JF") ? Optional.of("ercp") : Optional.empty();
  }

  private static Map<String, Integer> removed(SensitiveMeta meta, VideoFacts facts, int inPicture) {
    Map<String, Integer> removed = new HashMap<>();
    count(removed, "name", meta.firstName());
    count(removed, "name", meta.lastName());
    count(removed, "birth_date", meta.birthDate());
    count(removed, "date", meta.examinationDate());
    count(removed, "time", meta.examinationTime());
    count(removed, "device_serial", meta.endoscopeSerial());
    if (facts.audioStreams() > 0) {
      removed.put("audio_track", facts.audioStreams());
    }
    if (inPicture > 0) {
      removed.put("text_in_picture", inPicture);
    }
    return removed;
  }

  private static void count(
      Map<String, Integer> removed, String type, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      removed.merge(type, 1, Integer::sum);
    }
  }
}
