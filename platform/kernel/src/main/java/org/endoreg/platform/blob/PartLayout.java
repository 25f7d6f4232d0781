package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.endoreg.contracts.BlobKey;

/**
 * How the parts of a blob follow each other on disk. Every part but the last seals exactly {@link
 * #PART_BYTES} plain bytes; the last is always shorter, so a blob cut at the end of a part lacks
 * its short one and is refused. Sizes follow from the segments Tink writes, so nothing is read to
 * know them.
 */
final class PartLayout {
  /** Plain bytes of every part but the last. */
  static final int PART_BYTES = 1024 * 1024;

  private static final int SEGMENT_BYTES = 65_536;
  private static final int HEADER_BYTES = 40;
  private static final int TAG_BYTES = 16;
  private static final int SMALLEST_PART = HEADER_BYTES + TAG_BYTES;

  /** Bytes on disk of every part but the last. */
  static final long SEALED_PART_BYTES = sealedBytes(PART_BYTES);

  private PartLayout() {}

  /** Bytes on disk of a part with this many plain bytes. */
  static long sealedBytes(int plainBytes) {
    int inFirst = SEGMENT_BYTES - HEADER_BYTES - TAG_BYTES;
    int inOthers = SEGMENT_BYTES - TAG_BYTES;
    int beyondFirst = Math.max(0, plainBytes - inFirst);
    int segments = 1 + Math.floorDiv(beyondFirst + inOthers - 1, inOthers);
    return HEADER_BYTES + plainBytes + (long) segments * TAG_BYTES;
  }

  /**
   * Plain bytes of a whole object of this size.
   *
   * @throws IOException when no blob has that size, for instance one cut at the end of a part
   */
  static long plainBytes(long objectBytes) throws IOException {
    long fullParts = objectBytes / SEALED_PART_BYTES;
    long lastPart = objectBytes % SEALED_PART_BYTES;
    if (lastPart < SMALLEST_PART) {
      throw new IOException("the blob was cut short");
    }
    long segments = (lastPart + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
    long plain = lastPart - HEADER_BYTES - segments * TAG_BYTES;
    if (sealedBytes(Math.toIntExact(Math.max(0, plain))) != lastPart) {
      throw new IOException("the blob was cut short");
    }
    return fullParts * PART_BYTES + plain;
  }

  /** Binds a part to its blob and its place in it. */
  static byte[] associatedData(BlobKey key, long part) {
    return bytes(key.value() + "|" + part);
  }

  /**
   * Binds a tail to its upload and offset. Different from every part, or else a tail that somebody
   * kept could end the blob early.
   */
  static byte[] tailData(BlobKey key, long offset) {
    return bytes(key.value() + "|tail|" + offset);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
