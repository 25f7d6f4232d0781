package org.endoreg.anonymizer.report;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Ends work that takes too long; asked between the drawing operators of a page. */
final class Deadline {
  private final LongSupplier nanoTime;
  private final long document;
  private final Duration perPage;
  private long page;

  Deadline(ReportLimits limits, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.perPage = limits.perPage();
    this.document = nanoTime.getAsLong() + limits.perDocument().toNanos();
    startPage();
  }

  void startPage() {
    page = nanoTime.getAsLong() + perPage.toNanos();
  }

  void check() {
    long now = nanoTime.getAsLong();
    if (now - document > 0 || now - page > 0) {
      throw new RefusedContent(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    }
  }
}
