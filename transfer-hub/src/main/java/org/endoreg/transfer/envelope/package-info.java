/**
 * Sealed envelopes: a processed artifact encrypted for one hub and bound to one transfer. Seals at
 * the site, opens at the hub, and knows nothing of rows or routes.
 */
@NullMarked
package org.endoreg.transfer.envelope;

import org.jspecify.annotations.NullMarked;
