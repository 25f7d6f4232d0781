package org.endoreg.transfer.receiving;

/** What can happen to a transfer after it was registered. */
enum TransferEvent {
  /** The node bound the transfer to an envelope whose bytes come now. */
  ENVELOPE_TAKEN,
  /** The last byte of the ciphertext is on the disk. */
  CIPHERTEXT_COMPLETE,
  /** The worker verified all of it and published the artifact. */
  MEDIA_APPLIED,
  /** The ciphertext is not what the envelope says, or could not be opened for too long. */
  MEDIA_REFUSED,
  /** Nobody went on with the ciphertext for as long as the policy waits. */
  MEDIA_ABANDONED,
  /** An operator lets this node take the resource over. */
  CONFLICT_SUPERSEDED,
  /** An operator lets this node have a record of its own beside the resource's owner. */
  CONFLICT_SEPARATED
}
