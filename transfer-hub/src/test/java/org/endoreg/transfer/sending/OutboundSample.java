package org.endoreg.transfer.sending;

import java.time.Instant;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/** A report of the center north on its way to the hub. */
final class OutboundSample {
  static final CenterKey NORTH = new CenterKey("north");

  private OutboundSample() {}

  static OutboundTransfer of(Sha256 processed, long size) {
    UUID id = UUID.fromString("0190a1b2-0000-7000-8000-0000000000aa");
    return new OutboundTransfer(
        id,
        "north-1__report__x__processed_v1",
        NORTH,
        "hub",
        id,
        MediaKind.REPORT,
        new Sha256("c".repeat(64)),
        processed,
        size,
        BlobKey.of(BlobKey.Role.PROCESSED, NORTH, id),
        BlobKey.of(BlobKey.Role.TEXT, NORTH, id),
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
        Instant.EPOCH);
  }
}
