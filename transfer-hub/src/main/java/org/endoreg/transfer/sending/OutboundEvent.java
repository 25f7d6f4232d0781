package org.endoreg.transfer.sending;

/** What can happen to a transfer on the site's side. */
enum OutboundEvent {
  /** Somebody, or the setting, wants it sent. */
  QUEUE,
  /** A worker holds the lease and registers, for the first time or again. */
  ATTEMPT,
  /** The hub knows the transfer and waits for its media. */
  MEDIA_WANTED,
  /** Sealed bytes are on their way. */
  SEND,
  /** The hub applied it, and what proves that fits. */
  PROVE,
  /** It cannot go on by itself. */
  FAIL,
  /** The sign-off was taken back. */
  WITHDRAW,
  /** A person does not want it sent. */
  CANCEL
}
