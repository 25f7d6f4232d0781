package org.endoreg.transfer.sending;

import java.util.UUID;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/**
 * A transfer as this site's ledger has it, for the comparison: {@code registered} when the hub
 * answered for it once, {@code receipted} when its signed receipt is kept.
 */
record LedgerEntry(
    UUID id,
    String transferKey,
    CenterKey center,
    MediaKind kind,
    OutboundStatus status,
    Sha256 resourceHash,
    Sha256 processedSha256,
    boolean registered,
    boolean receipted,
    boolean withdrawn) {}
