package org.endoreg.transfer.sending;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;

/** A report that was signed off just now and waits to be sent to the hub. */
final class OutboundSample {
  private OutboundSample() {}

  /** With an artifact of these bytes, whose blob is named by the id of the transfer. */
  static OutboundTransfer of(
      UUID id,
      String key,
      CenterKey center,
      Sha256 resource,
      Sha256 processed,
      long size,
      @Nullable BlobKey text) {
    return new OutboundTransfer(
        id,
        key,
        center,
        "hub",
        UUID.randomUUID(),
        MediaKind.REPORT,
        resource,
        processed,
        size,
        BlobKey.of(BlobKey.Role.PROCESSED, center, id),
        text,
        new Sha256("1".repeat(64)),
        new Sha256("2".repeat(64)),
        OutboundStatus.QUEUED,
        null,
        null,
        0,
        null,
        null,
        "retained",
        null,
        null,
        Instant.now());
  }
}
