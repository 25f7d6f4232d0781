package org.endoreg.transfer.sending;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the ledgers of site and hub disagree about one transfer. */
enum Difference {
  /** The hub had it, and has it no more. */
  MISSING_AT_HUB,
  /** The hub has a transfer of this node that this site does not know. */
  MISSING_HERE,
  /** Both have it, of other bytes. */
  DIGEST_DIFFERS,
  /** The hub applied what was signed off and is not any more. */
  NEEDS_RECALL,
  /** The hub applied it, and nothing here proves it. */
  APPLIED_WITHOUT_RECEIPT,
  /** The hub applied it before its site called it off, or while it did. */
  APPLIED_THOUGH_CANCELLED,
  /** One of them ended it otherwise than the other. */
  STATE_DIFFERS;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first that fits; empty when both agree, or will with the next attempt. */
  static Optional<Difference> between(@Nullable LedgerEntry here, @Nullable HubEntry hub) {
    if (here == null) {
      return Optional.of(MISSING_HERE);
    }
    if (hub == null) {
      boolean wasThere = here.status() == OutboundStatus.COMPLETED || here.registered();
      boolean calledOff = here.withdrawn() || here.status() == OutboundStatus.CANCELLED;
      return wasThere && !calledOff ? Optional.of(MISSING_AT_HUB) : Optional.empty();
    }
    if (!here.processedSha256().value().equals(hub.processedSha256())
        || !here.resourceHash().value().equals(hub.resourceHash())) {
      return Optional.of(DIGEST_DIFFERS);
    }
    return hub.isApplied() ? afterApply(here, hub) : beforeApply(here, hub);
  }

  private static Optional<Difference> afterApply(LedgerEntry here, HubEntry hub) {
    if (here.withdrawn()) {
      return Optional.of(NEEDS_RECALL);
    }
    return switch (here.status()) {
      case COMPLETED ->
          here.receipted() || hub.hadItBefore()
              ? Optional.empty()
              : Optional.of(APPLIED_WITHOUT_RECEIPT);
      case FAILED -> Optional.of(APPLIED_WITHOUT_RECEIPT);
      case CANCELLED -> Optional.of(APPLIED_THOUGH_CANCELLED);
      case MARKED, QUEUED, REGISTERING, AWAITING_MEDIA, UPLOADING -> Optional.empty();
    };
  }

  private static Optional<Difference> beforeApply(LedgerEntry here, HubEntry hub) {
    boolean underWay = !here.status().isEnded();
    boolean differs = here.status() == OutboundStatus.COMPLETED || (underWay && hub.isRefused());
    return differs ? Optional.of(STATE_DIFFERS) : Optional.empty();
  }
}
