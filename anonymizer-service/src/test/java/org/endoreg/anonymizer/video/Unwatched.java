package org.endoreg.anonymizer.video;

/** Progress nobody looks at. */
final class Unwatched implements VideoProgress {
  @Override
  public void encoded(int percent) {}

  @Override
  public void checked(int percent) {}

  @Override
  public boolean cancelled() {
    return false;
  }
}
