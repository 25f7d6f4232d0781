/**
 * The receiver of a central hub: registers transfers, takes their sealed media, opens and applies
 * them, and says so with a signed receipt. Owner of the table transfer_job.
 */
@NullMarked
package org.endoreg.transfer.receiving;

import org.jspecify.annotations.NullMarked;
