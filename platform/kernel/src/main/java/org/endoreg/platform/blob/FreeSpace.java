package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How much may still be written to the disk a folder lies on. A bean of its own, so that a test can
 * fill a disk without filling one.
 */
@FunctionalInterface
public interface FreeSpace {

  /** Usable bytes on the disk of this folder. */
  long usable(Path folder) throws IOException;
}
