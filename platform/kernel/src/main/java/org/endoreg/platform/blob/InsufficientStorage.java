package org.endoreg.platform.blob;

import java.io.IOException;

/** Writing on would leave less free space than the setting demands, or the disk is full. */
public final class InsufficientStorage extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names no path. */
  public InsufficientStorage() {
    super("insufficient storage");
  }
}
