package org.endoreg.transfer.sending;

import java.util.Locale;

/**
 * What becomes of the site's own artifact once the hub proved that it applied it. Nothing here
 * deletes it: at most it is marked as one that somebody may delete.
 */
public enum LocalCleanupPolicy {
  /** It stays. */
  RETAIN_PROCESSED_MEDIA,
  /** A receipt the hub signed makes it eligible for deletion. */
  ELIGIBLE_AFTER_VERIFIED_APPLY;

  /** The cleanup status of a completed transfer. */
  String statusAfter(boolean receipted) {
    CleanupStatus status =
        this == ELIGIBLE_AFTER_VERIFIED_APPLY && receipted
            ? CleanupStatus.ELIGIBLE
            : CleanupStatus.RETAINED;
    return status.name().toLowerCase(Locale.ROOT);
  }

  private enum CleanupStatus {
    RETAINED,
    ELIGIBLE
  }
}
