package org.endoreg.watcher.drop;

/** How the attempt to ship a claim ended. */
public enum Shipment {
  /** It is where it belongs and gone from here. */
  SHIPPED,
  /** It breaks its contract; it was set aside for a person and is gone from here. */
  REJECTED,
  /** It changed while it was read; it stays and settles anew. */
  CHANGED
}
