package org.endoreg.transfer.sending;

/** The hub or the line failed in a way that may pass; asking again may help. */
final class HubAway extends Exception {
  private static final long serialVersionUID = 1L;

  HubAway(String what) {
    super(what);
  }
}
