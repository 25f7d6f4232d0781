/** Envelopes against vectors, a second implementation and forgeries. */
@NullMarked
package org.endoreg.transfer.envelope;

import org.jspecify.annotations.NullMarked;
