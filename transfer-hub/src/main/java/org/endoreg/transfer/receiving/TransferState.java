package org.endoreg.transfer.receiving;

/** Where a transfer and its media stand together. */
record TransferState(TransferStatus status, MediaStatus media) {

  /** Both names, as documents write them. */
  String wireName() {
    return status.wireName() + "/" + media.wireName();
  }
}
