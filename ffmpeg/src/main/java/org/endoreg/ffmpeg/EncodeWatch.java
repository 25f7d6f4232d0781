package org.endoreg.ffmpeg;

/** Follows a long run and can stop it. Called on the encoding thread once per frame: be quick. */
public interface EncodeWatch {
  /** Neither follows nor stops. */
  EncodeWatch NONE = new EncodeWatch() {};

  /** Whether the run shall end with {@link MediaFailure.Reason#CANCELLED}. */
  default boolean cancelled() {
    return false;
  }

  /** So many frames are encoded, of so many. */
  default void progress(int framesDone, int framesTotal) {}
}
