package org.endoreg.ffmpeg;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.endoreg.ffmpeg.MediaFailure.Reason;

/**
 * Gives any frame of a video by its number, exactly. The number is looked up in the {@link
 * Timeline} and the decoder is driven to that time stamp from a keyframe before it, so variable
 * rates, B-frames and clocks that do not start at zero make no difference. Use from one thread at a
 * time; the channel stays the caller's to close.
 */
public final class FrameReader implements AutoCloseable {
  private static final int NOTHING_DECODED = -1;

  private final SeekableByteChannel channel;
  private final Timeline timeline;
  private final int threads;
  private final StillEncoder stills = new StillEncoder();
  private FrameSource source;

  /** Number of the frame the source holds now. */
  private int current = NOTHING_DECODED;

  private FrameReader(
      SeekableByteChannel channel, Timeline timeline, int threads, FrameSource source) {
    this.channel = channel;
    this.timeline = timeline;
    this.threads = threads;
    this.source = source;
  }

  /**
   * Opens a channel whose timeline is already known from {@link VideoProbe}.
   *
   * @param threads decoder threads, at least 1
   */
  public static FrameReader open(SeekableByteChannel channel, Timeline timeline, int threads)
      throws IOException, MediaFailure {
    return new FrameReader(channel, timeline, threads, FrameSource.open(channel, threads));
  }

  /** The timeline frame numbers refer to. */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * Decodes one frame; close it after use. Asking in ascending order is cheap, going back costs a
   * seek.
   *
   * @throws IndexOutOfBoundsException for a number outside 0 to count − 1
   * @throws MediaFailure when the file is damaged there
   */
  public DecodedFrame frame(int number) throws IOException, MediaFailure {
    if (number < 0 || number >= timeline.frameCount()) {
      throw new IndexOutOfBoundsException("frame " + number + " of " + timeline.frameCount());
    }
    if (timeline.repaired()) {
      countTo(number);
    } else {
      decodeTo(number);
    }
    return new DecodedFrame(
        number, timeline.pts(number), timeline.timeBase(), source.frame(), stills);
  }

  /**
   * Decodes the whole video once and shows every {@code step}-th frame, beginning with frame 0.
   *
   * @return number of frames decoded, shown or not
   */
  public int forEachFrame(int step, FrameVisitor visitor) throws IOException, MediaFailure {
    reopen();
    int decoded = 0;
    boolean wanted = true;
    while (wanted && source.next()) {
      int number = numberOfCurrent(decoded);
      decoded++;
      if (number % step == 0) {
        try (DecodedFrame frame =
            new DecodedFrame(
                number, timeline.pts(number), timeline.timeBase(), source.frame(), stills)) {
          wanted = visitor.visit(frame);
        }
      }
    }
    reopen();
    return decoded;
  }

  private int numberOfCurrent(int ordinal) throws MediaFailure {
    int number = timeline.repaired() ? ordinal : timeline.frameAtPts(source.pts());
    if (number < 0 || number >= timeline.frameCount()) {
      throw new MediaFailure(Reason.UNREADABLE, "decoded frame is not on the timeline");
    }
    return number;
  }

  /** Without time stamps only counting from the start is exact. */
  private void countTo(int number) throws IOException, MediaFailure {
    if (number < current) {
      reopen();
    }
    while (current < number) {
      if (!source.next()) {
        throw new MediaFailure(Reason.UNREADABLE, "frame " + number + " cannot be decoded");
      }
      current++;
    }
  }

  private void decodeTo(int number) throws IOException, MediaFailure {
    if (number == current) {
      return;
    }
    int keyframe = timeline.keyframeIndexAtOrBefore(number);
    boolean ahead = current >= 0 && current < number;
    boolean noKeyframeBetween = ahead && timeline.keyframeIndexAtOrBefore(current) == keyframe;
    if (noKeyframeBetween && advanceTo(number)) {
      return;
    }
    // a container may land after the frame (no index, open GOP): then begin one keyframe earlier
    for (; keyframe >= 0; keyframe--) {
      current = NOTHING_DECODED;
      source.seek(timeline.keyframePts(keyframe));
      if (advanceTo(number)) {
        return;
      }
    }
    reopen();
    if (!advanceTo(number)) {
      throw new MediaFailure(Reason.UNREADABLE, "frame " + number + " cannot be decoded");
    }
  }

  private boolean advanceTo(int number) throws IOException, MediaFailure {
    long wanted = timeline.pts(number);
    while (source.next()) {
      if (source.pts() >= wanted) {
        current = source.pts() == wanted ? number : NOTHING_DECODED;
        return source.pts() == wanted;
      }
    }
    current = NOTHING_DECODED;
    return false;
  }

  private void reopen() throws IOException, MediaFailure {
    source.close();
    source = FrameSource.open(channel, threads);
    current = NOTHING_DECODED;
  }

  @Override
  public void close() {
    source.close();
    stills.close();
  }
}
