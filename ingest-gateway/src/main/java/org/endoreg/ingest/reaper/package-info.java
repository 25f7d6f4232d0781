/**
 * Deletes sources that may go: only after success, only what is proven to be the recorded bytes,
 * and never without a receipt. Without the switch it only tells what it would do.
 */
@NullMarked
package org.endoreg.ingest.reaper;

import org.jspecify.annotations.NullMarked;
