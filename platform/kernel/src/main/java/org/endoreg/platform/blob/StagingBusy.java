package org.endoreg.platform.blob;

import java.io.IOException;

/** A staged blob has one writer at a time, and another one is at work. */
public final class StagingBusy extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names no path. */
  public StagingBusy() {
    super("the staged blob is being written");
  }
}
