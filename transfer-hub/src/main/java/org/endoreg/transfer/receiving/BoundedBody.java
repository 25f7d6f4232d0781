package org.endoreg.transfer.receiving;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/** Ends a body that is larger than its route takes. */
final class BoundedBody extends FilterInputStream {
  private long left;

  BoundedBody(InputStream body, long most) {
    super(body);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    left -= Math.max(0, read);
    if (left < 0) {
      throw new ProblemException(ProblemCode.BODY_TOO_LARGE);
    }
    return read;
  }
}
