package org.endoreg.ffmpeg;

/**
 * What a probe found out about a file: technical facts of its video stream and the number of other
 * streams. It carries no text from the file's metadata.
 *
 * @param container FFmpeg's name of the container format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param codec FFmpeg's name of the video codec, such as {@code h264}
 * @param width width in pixels
 * @param height height in pixels
 * @param pixelFormat FFmpeg's name, such as {@code yuv420p}
 * @param range luma range
 * @param nominalRate what the container calls the base rate
 * @param averageRate what the container calls the average rate
 * @param bitRate bits per second of the whole file, from its size and duration
 * @param timeline time stamps of every frame
 * @param audioStreams number of audio streams
 * @param subtitleStreams number of subtitle streams
 * @param otherStreams data, attachment, cover and further video streams
 * @param chapters number of chapters
 */
public record VideoFacts(
    String container,
    String codec,
    int width,
    int height,
    String pixelFormat,
    ColourRange range,
    Rate nominalRate,
    Rate averageRate,
    long bitRate,
    Timeline timeline,
    int audioStreams,
    int subtitleStreams,
    int otherStreams,
    int chapters) {

  /** Number of frames, counted from the packets. */
  public int frameCount() {
    return timeline.frameCount();
  }

  /** Seconds from the first frame's start to the last frame's end. */
  public double durationSeconds() {
    return timeline.durationSeconds();
  }

  /** Frames per second measured on the timeline. */
  public double measuredRate() {
    return timeline.frameCount() / timeline.durationSeconds();
  }
}
