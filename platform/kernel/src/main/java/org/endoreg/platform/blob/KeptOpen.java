package org.endoreg.platform.blob;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that its user ends and its owner goes on with. Neither closing nor flushing reaches the
 * stream below: the encrypting stream above flushes at the end of every part, which would break up
 * the blocks that are gathered there.
 */
final class KeptOpen extends FilterOutputStream {
  KeptOpen(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
