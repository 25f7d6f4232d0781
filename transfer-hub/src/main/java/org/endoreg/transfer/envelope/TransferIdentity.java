package org.endoreg.transfer.envelope;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;

/**
 * The transfer an envelope belongs to. All of it is authenticated, so an envelope fits one transfer
 * and no other.
 */
public record TransferIdentity(
    String transferKey,
    String sourceNodeKey,
    CenterKey sourceCenterKey,
    String targetNodeKey,
    MediaKind resourceKind,
    Sha256 resourceHash,
    Sha256 processedMediaHash) {}
