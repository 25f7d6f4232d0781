package org.endoreg.anonymizer.video;

/** Follows one video and can stop it. Called often; must be quick. */
public interface VideoProgress {

  /** So much of the video is masked and encoded, in percent. */
  void encoded(int percent);

  /** So much of the result is read again, in percent. */
  void checked(int percent);

  /** True when the work shall stop. */
  boolean cancelled();
}
