package org.endoreg.contracts.transfer;

import org.endoreg.contracts.Sha256;

/** Whether the sender's own processing ended well, and of which resource. */
public record ProcessingHistory(Sha256 fileHash, boolean success) {}
