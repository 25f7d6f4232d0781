package org.endoreg.platform.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** A multipart upload fed from a stream; holds one part (8 MiB) in memory. */
final class S3MultipartWrite implements ObjectWrite {
  private static final int PART_BYTES = 8 * 1024 * 1024;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private final byte[] buffer = new byte[PART_BYTES];
  private int filled;
  private @Nullable String uploadId;
  private boolean committed;

  S3MultipartWrite(S3Client s3, String bucket, String key) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public OutputStream stream() {
    return new PartStream();
  }

  @Override
  public void commit() throws IOException {
    try {
      if (filled > 0 || parts.isEmpty()) {
        sendPart();
      }
      s3.completeMultipartUpload(
          complete ->
              complete
                  .bucket(bucket)
                  .key(key)
                  .uploadId(uploadId)
                  .multipartUpload(upload -> upload.parts(parts)));
      committed = true;
    } catch (SdkException failed) {
      throw new IOException("the object store refused the object", failed);
    }
  }

  @Override
  public void close() throws IOException {
    if (committed || uploadId == null) {
      return;
    }
    try {
      s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(uploadId));
    } catch (NoSuchUploadException alreadyGone) {
      uploadId = null;
    } catch (SdkException failed) {
      throw new IOException("the object store did not discard the parts", failed);
    }
  }

  private void sendPart() {
    if (uploadId == null) {
      uploadId = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    }
    int number = parts.size() + 1;
    RequestBody body = RequestBody.fromByteBuffer(java.nio.ByteBuffer.wrap(buffer, 0, filled));
    String etag =
        s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number), body)
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    filled = 0;
  }

  private final class PartStream extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int taken = Math.min(length - done, PART_BYTES - filled);
        System.arraycopy(bytes, offset + done, buffer, filled, taken);
        filled += taken;
        done += taken;
        if (filled == PART_BYTES) {
          sendFullPart();
        }
      }
    }

    private void sendFullPart() throws IOException {
      try {
        sendPart();
      } catch (SdkException failed) {
        throw new IOException("the object store refused a part", failed);
      }
    }
  }
}
