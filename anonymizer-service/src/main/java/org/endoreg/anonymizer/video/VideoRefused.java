package org.endoreg.anonymizer.video;

import org.endoreg.contracts.ProblemCode;
import org.endoreg.ffmpeg.MediaFailure;

/** A video cannot be anonymized; no artifact exists. The message is the code alone. */
public final class VideoRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /** Refused with this code. */
  public VideoRefused(ProblemCode code) {
    super(code.wireName());
    this.code = code;
  }

  /** Refused because FFmpeg could not read or write it. */
  static VideoRefused of(MediaFailure failure) {
    return new VideoRefused(
        switch (failure.reason()) {
          case UNREADABLE -> ProblemCode.UNREADABLE_SOURCE;
          case NO_VIDEO_STREAM -> ProblemCode.NO_VIDEO_STREAM;
          case NO_FRAMES -> ProblemCode.NO_FRAMES;
          case UNSUPPORTED_CODEC -> ProblemCode.UNSUPPORTED_CODEC;
          case ENCODE_FAILED -> ProblemCode.ENCODE_FAILED;
          case CANCELLED -> ProblemCode.LEASE_LOST;
          case LIMIT_EXCEEDED -> ProblemCode.LIMIT_EXCEEDED;
        });
  }

  /** Why. */
  public ProblemCode code() {
    return code;
  }
}
