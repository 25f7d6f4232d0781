package org.endoreg.ffmpeg;

/**
 * A video cannot be read or written as asked, and trying again with the same bytes will not help. A
 * failing channel is not a media failure: its {@link java.io.IOException} passes through unchanged,
 * so that callers can tell bad input from bad storage. Messages never carry file names or metadata.
 */
public final class MediaFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why the work was given up; the names are stable and may be stored. */
  public enum Reason {
    /** Not a known container, or damaged, or cut off. */
    UNREADABLE,
    /** A readable container without moving pictures. */
    NO_VIDEO_STREAM,
    /** A video stream that holds no picture. */
    NO_FRAMES,
    /** No decoder or encoder here handles this codec or picture format. */
    UNSUPPORTED_CODEC,
    /** The encoder or the container writer gave up. */
    ENCODE_FAILED,
    /** The caller asked to stop. */
    CANCELLED,
    /** Picture size or frame count is beyond what the caller allows. */
    LIMIT_EXCEEDED
  }

  private final Reason reason;

  /** A failure for this reason; {@code detail} must not name files, people or metadata. */
  public MediaFailure(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  /** The stable reason. */
  public Reason reason() {
    return reason;
  }
}
