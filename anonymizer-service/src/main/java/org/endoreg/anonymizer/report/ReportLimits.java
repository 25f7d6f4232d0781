package org.endoreg.anonymizer.report;

import java.time.Duration;

/**
 * What one report may cost. Anything beyond is refused as {@code limit_exceeded} before it can hurt
 * other reports.
 */
public record ReportLimits(
    int pages,
    long sourceBytes,
    long pagePixels,
    int decodingRatio,
    long decodedBytes,
    Duration perPage,
    Duration perDocument) {

  private static final long MEBIBYTE = 1024L * 1024L;

  /**
   * The specified limits: 500 pages, 200 MiB, 100 megapixels, ratio 200, 120 seconds a page, 30
   * minutes a document. A stream may unpack to 64 MiB whatever its ratio, since an empty scanned
   * page packs better than 1:200 and is harmless.
   */
  public static ReportLimits standard() {
    return new ReportLimits(
        500,
        200 * MEBIBYTE,
        100_000_000L,
        200,
        64 * MEBIBYTE,
        Duration.ofMinutes(2),
        Duration.ofMinutes(30));
  }
}
