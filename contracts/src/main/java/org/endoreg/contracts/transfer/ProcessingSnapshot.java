package org.endoreg.contracts.transfer;

/** The sender's summary of its processing. */
public record ProcessingSnapshot(boolean senderProcessingSuccess) {}
