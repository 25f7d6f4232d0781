package org.endoreg.ffmpeg;

/**
 * Codecs that can be written. Anonymized video is always H.264; the other exists for test input.
 */
public enum VideoCodec {
  /** H.264 High by OpenH264; no B-frames, every keyframe closes its GOP. */
  H264("libopenh264"),
  /** MPEG-4 part 2, which can have B-frames. */
  MPEG4("mpeg4");

  private final String encoder;

  VideoCodec(String encoder) {
    this.encoder = encoder;
  }

  /** FFmpeg's name of the encoder. */
  public String encoder() {
    return encoder;
  }
}
