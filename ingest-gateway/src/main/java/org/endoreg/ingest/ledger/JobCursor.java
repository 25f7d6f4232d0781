package org.endoreg.ingest.ledger;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/** The place behind a job in an order; {@code value} is empty for orders by id. */
public record JobCursor(String value, UUID id) {
  private static final String SEPARATOR = "~";

  /** The place behind this job. */
  public static JobCursor after(UploadJob job, JobOrder order) {
    String value =
        switch (order) {
          case NEWEST, OLDEST -> "";
          case UPDATED -> job.updatedAt().toString();
          case SIZE -> Long.toString(job.sizeBytes());
        };
    return new JobCursor(value, job.id());
  }

  /** Reads what {@link #text()} wrote; empty when it is no cursor of this order. */
  public static Optional<JobCursor> parse(String text, JobOrder order) {
    int at = text.lastIndexOf(SEPARATOR);
    String value = at < 0 ? "" : text.substring(0, at);
    try {
      JobCursor cursor = new JobCursor(value, UUID.fromString(text.substring(at + 1)));
      return cursor.fits(order) ? Optional.of(cursor) : Optional.empty();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /** The cursor as clients carry it. */
  public String text() {
    return value.isEmpty() ? id.toString() : value + SEPARATOR + id;
  }

  private boolean fits(JobOrder order) {
    return switch (order) {
      case NEWEST, OLDEST -> value.isEmpty();
      case UPDATED -> isInstant(value);
      case SIZE -> value.matches("\\d{1,18}");
    };
  }

  private static boolean isInstant(String text) {
    try {
      return Instant.parse(text).getEpochSecond() > 0;
    } catch (DateTimeParseException notATime) {
      return false;
    }
  }
}
