package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Ranges of an S3 object of up to 1 MiB, a request each. */
record S3Ranges(S3Client s3, String bucket, String key, long size)
    implements WindowedChannel.Source {
  private static final int WINDOW_BYTES = 1024 * 1024;

  @Override
  public WindowedChannel.Window at(long position) throws IOException {
    long last = Math.min(size, position + WINDOW_BYTES) - 1;
    String range = "bytes=" + position + "-" + last;
    try {
      byte[] fetched =
          s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).range(range)).asByteArray();
      return new WindowedChannel.Window(position, ByteBuffer.wrap(fetched));
    } catch (SdkException failed) {
      throw new IOException("the object store did not deliver a range", failed);
    }
  }

  /** The client is the store's. */
  @Override
  public void close() {}
}
