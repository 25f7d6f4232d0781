package org.endoreg.platform.blob;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.endoreg.contracts.BlobKey;
import org.endoreg.platform.startup.HubSettings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in an S3 bucket. A write is a multipart upload that becomes visible when it completes; a
 * read fetches ranges, so opening a large video transfers only what is asked for.
 */
public final class S3ObjectStore implements ObjectStore {
  private final S3Client s3;
  private final String bucket;

  /** Uses this client and bucket; the bucket must exist. */
  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Connects with the credentials the AWS provider chain finds. */
  static S3ObjectStore connect(HubSettings.S3 settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(settings.region()));
    if (!settings.endpoint().equals("none")) {
      builder.endpointOverride(URI.create(settings.endpoint())).forcePathStyle(true);
    }
    return new S3ObjectStore(builder.build(), settings.bucket());
  }

  @Override
  public ObjectWrite begin(BlobKey key) {
    return new S3MultipartWrite(s3, bucket, key.value());
  }

  @Override
  public SeekableByteChannel open(BlobKey key) throws IOException {
    try {
      long size = s3.headObject(head -> head.bucket(bucket).key(key.value())).contentLength();
      return new WindowedChannel(new S3Ranges(s3, bucket, key.value(), size), size);
    } catch (NoSuchKeyException missing) {
      throw new NoSuchFileException(key.value());
    } catch (SdkException unavailable) {
      throw new IOException("the object store did not answer", unavailable);
    }
  }

  @Override
  public boolean exists(BlobKey key) throws IOException {
    try {
      s3.headObject(head -> head.bucket(bucket).key(key.value()));
      return true;
    } catch (NoSuchKeyException missing) {
      return false;
    } catch (SdkException unavailable) {
      throw new IOException("the object store did not answer", unavailable);
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    try {
      s3.deleteObject(delete -> delete.bucket(bucket).key(key.value()));
    } catch (SdkException unavailable) {
      throw new IOException("the object store did not answer", unavailable);
    }
  }

  @Override
  public ObjectPage list(BlobKey.Role role, String after, int limit) throws IOException {
    String prefix = role.name().toLowerCase(Locale.ROOT) + "/";
    try {
      ListObjectsV2Response page =
          s3.listObjectsV2(
              request -> {
                request.bucket(bucket).prefix(prefix).maxKeys(limit);
                if (!after.isEmpty()) {
                  request.startAfter(after);
                }
              });
      List<ObjectPage.Entry> found = new ArrayList<>();
      for (S3Object object : page.contents()) {
        entry(object).ifPresent(found::add);
      }
      boolean more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
      String last =
          more ? page.contents().get(page.contents().size() - 1).key() : ObjectPage.BEGINNING;
      return new ObjectPage(found, last);
    } catch (SdkException unavailable) {
      throw new IOException("the object store did not answer", unavailable);
    }
  }

  private static Optional<ObjectPage.Entry> entry(S3Object object) {
    try {
      return Optional.of(new ObjectPage.Entry(new BlobKey(object.key()), object.lastModified()));
    } catch (IllegalArgumentException somebodyElses) {
      return Optional.empty();
    }
  }
}
