package org.endoreg.transfer.sending;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.endoreg.platform.work.LeaseWatch;

/**
 * Sealed bytes on their way, as long as they are wanted. A request that carries gigabytes ends with
 * the next read once the transfer is called off or belongs to another worker.
 */
final class WantedBytes extends FilterInputStream {
  private final LeaseWatch lease;

  WantedBytes(InputStream bytes, LeaseWatch lease) {
    super(bytes);
    this.lease = lease;
  }

  @Override
  public int read() throws IOException {
    requireWanted();
    return super.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    requireWanted();
    return super.read(into, offset, length);
  }

  private void requireWanted() throws IOException {
    if (lease.mustStop()) {
      throw new IOException("not wanted any more");
    }
  }
}
