package org.endoreg.stack.archive;

/** How many jobs of the center wait at the hub. */
@FunctionalInterface
interface Backlog {

  /** The number now; negative when the hub does not tell. */
  long waiting();
}
