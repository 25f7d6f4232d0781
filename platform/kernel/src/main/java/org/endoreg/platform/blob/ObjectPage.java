package org.endoreg.platform.blob;

import java.time.Instant;
import java.util.List;
import org.endoreg.contracts.BlobKey;

/**
 * Some objects of a store in a fixed order. {@code next} goes into the question for the following
 * ones and is empty at the end; what it means is the store's own affair.
 */
public record ObjectPage(List<Entry> objects, String next) {

  /** The place before the first object. */
  public static final String BEGINNING = "";

  /** One object and when it became visible. */
  public record Entry(BlobKey key, Instant since) {}
}
