/**
 * The sender of a site: follows what was signed off, and brings each artifact to the hub once,
 * through outages and crashes, until a signed receipt is here. Owner of the table
 * outbound_transfer.
 */
@NullMarked
package org.endoreg.transfer.sending;

import org.jspecify.annotations.NullMarked;
