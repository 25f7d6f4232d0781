package org.endoreg.platform.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** One object being written. Closing without committing leaves nothing behind. */
public interface ObjectWrite extends Closeable {

  /** Where the bytes go; must be closed before {@link #commit()}. */
  OutputStream stream();

  /** Makes the object durable and visible, replacing an earlier one under the same key. */
  void commit() throws IOException;
}
