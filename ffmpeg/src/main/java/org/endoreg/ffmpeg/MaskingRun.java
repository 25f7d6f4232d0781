package org.endoreg.ffmpeg;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/** One run of {@link MaskAndEncode}: decoded frame, tap, delay line, canvas, encoder, container. */
final class MaskingRun implements AutoCloseable {
  private final Timeline timeline;
  private final FrameSource source;
  private final FrameTap tap;
  private final EncodeWatch watch;
  private final BlackCanvas canvas;
  private final PictureEncoder encoder;
  private final Muxer muxer;
  private final AVStream stream;
  private final StillEncoder stills = new StillEncoder();
  private final ArrayDeque<DecodedFrame> heldBack = new ArrayDeque<>();
  private final List<Blackout> blackouts;
  private final long keyframeTicks;
  private long lastKeyframe;
  private int encoded;
  private int written;

  MaskingRun(
      Timeline timeline,
      long keyframeTicks,
      FrameSource source,
      BlackCanvas canvas,
      PictureEncoder encoder,
      Muxer muxer,
      List<Blackout> blackouts,
      FrameTap tap,
      EncodeWatch watch)
      throws MediaFailure {
    this.timeline = timeline;
    this.keyframeTicks = keyframeTicks;
    this.source = source;
    this.canvas = canvas;
    this.encoder = encoder;
    this.muxer = muxer;
    this.stream = muxer.addStream(encoder.context());
    this.blackouts = new ArrayList<>(blackouts);
    this.tap = tap;
    this.watch = watch;
  }

  void toTheEnd() throws IOException, MediaFailure {
    muxer.writeHeader(Muxer.mp4Options(timeline.timeBase(), timeline.frameCount()));
    int decoded = 0;
    while (source.next()) {
      stopIfCancelled();
      take(decoded++);
      drainTo(tap.framesHeldBack());
    }
    requireAll(decoded, Reason.UNREADABLE, "decoded");
    drainTo(0);
    encoder.finish(this::write);
    requireAll(written, Reason.ENCODE_FAILED, "encoded");
    muxer.finish();
  }

  private void stopIfCancelled() throws MediaFailure {
    if (watch.cancelled()) {
      throw new MediaFailure(Reason.CANCELLED, "stopped after " + encoded + " frames");
    }
  }

  private void requireAll(int count, Reason reason, String what) throws MediaFailure {
    if (count != timeline.frameCount()) {
      throw new MediaFailure(
          reason, "%s %d of %d frames".formatted(what, count, timeline.frameCount()));
    }
  }

  private void take(int number) throws IOException, MediaFailure {
    boolean expected =
        number < timeline.frameCount()
            && (timeline.repaired() || source.pts() == timeline.pts(number));
    if (!expected) {
      throw new MediaFailure(Reason.UNREADABLE, "decoded frame " + number + " is off the timeline");
    }
    DecodedFrame frame =
        new DecodedFrame(number, timeline.pts(number), timeline.timeBase(), source.frame(), stills);
    heldBack.add(frame);
    if (tap.wants(number)) {
      tap.look(frame, this::blacken);
    }
  }

  private void blacken(Blackout blackout) {
    if (blackout.frames().first() < encoded) {
      throw new IllegalStateException("frame to blacken is already encoded");
    }
    blackouts.add(blackout);
  }

  private void drainTo(int held) throws IOException, MediaFailure {
    while (heldBack.size() > held) {
      try (DecodedFrame frame = heldBack.remove()) {
        encode(frame);
      }
    }
  }

  private void encode(DecodedFrame frame) throws IOException, MediaFailure {
    int number = frame.number();
    List<Roi> black = new ArrayList<>();
    for (Blackout blackout : blackouts) {
      if (blackout.frames().contains(number)) {
        black.add(blackout.area());
      }
    }
    boolean keyframe = startsGop(number);
    lastKeyframe = keyframe ? frame.pts() : lastKeyframe;
    encoder.encode(
        canvas.paint(frame.picture(), black),
        frame.pts(),
        timeline.duration(number),
        keyframe,
        this::write);
    encoded++;
    watch.progress(encoded, timeline.frameCount());
  }

  /** At interval edges too, so that no black picture is predicted from a seen one or back. */
  private boolean startsGop(int number) {
    long gopEnd = timeline.pts(number) + timeline.duration(number);
    return number == 0
        || gopEnd - lastKeyframe > keyframeTicks
        || blackouts.stream()
            .map(Blackout::frames)
            .anyMatch(frames -> frames.first() == number || frames.last() + 1 == number);
  }

  private void write(AVPacket packet) throws IOException, MediaFailure {
    if (packet.duration() <= 0 && written < timeline.frameCount()) {
      // a last packet without duration would be lost on reading
      packet.duration(timeline.duration(written));
    }
    written++;
    muxer.write(packet, encoder.context(), stream);
  }

  @Override
  public void close() {
    heldBack.forEach(DecodedFrame::close);
    stills.close();
  }
}
