package org.endoreg.ffmpeg;

/**
 * How an anonymized video is encoded.
 *
 * @param decoderThreads threads of the decoder, at least 1
 * @param encoderThreads threads of the encoder, at least 1; only one gives the same bytes each time
 * @param fullRange whether studio-range sources are converted to full range, as the clinical
 *     storage profile wants; otherwise the source's range is kept
 * @param keyframeSeconds longest time without a keyframe, in seconds of media time
 * @param maxBitRate upper bound of the target bit rate, in bits per second
 */
public record EncodeSettings(
    int decoderThreads,
    int encoderThreads,
    boolean fullRange,
    double keyframeSeconds,
    long maxBitRate) {
  private static final double BITS_PER_PIXEL = 0.2;
  private static final long LEAST_BIT_RATE = 400_000;

  /** Refuses settings that cannot be encoded with. */
  public EncodeSettings {
    if (decoderThreads < 1 || encoderThreads < 1 || keyframeSeconds <= 0 || maxBitRate <= 0) {
      throw new IllegalArgumentException("threads, keyframe time and bit rate must be positive");
    }
  }

  /** The clinical profile: full range, a keyframe every 2 s, target below its 12 Mbit/s limit. */
  public static EncodeSettings clinical(int threads) {
    return new EncodeSettings(threads, threads, true, 2.0, 10_000_000);
  }

  /** Target for so many visible pixels at this rate, in bits per second. */
  long bitRate(Roi visible, double framesPerSecond) {
    double pixels = (double) visible.width() * visible.height();
    long wanted = Math.round(pixels * framesPerSecond * BITS_PER_PIXEL);
    return Math.min(maxBitRate, Math.max(LEAST_BIT_RATE, wanted));
  }
}
