package org.endoreg.stack.sites;

import org.endoreg.stack.client.HubClient;

/**
 * A look at what is left of the identity that was planted in a sample: at the site before it is
 * signed off, and again at the hub after it has arrived.
 */
interface Inspection {
  /**
   * False when something of it is left, and when there is nothing to look at.
   *
   * @param path of the medium at this suite
   */
  boolean isClean(HubClient suite, String path);
}
