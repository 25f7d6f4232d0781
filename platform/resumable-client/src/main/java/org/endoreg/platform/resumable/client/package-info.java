/**
 * Sends a file by tus 1.0.0 so that a cut line, a server that was away or a restart costs no more
 * than the bytes of one part. Knows nothing of where files come from or what becomes of them.
 */
@NullMarked
package org.endoreg.platform.resumable.client;

import org.jspecify.annotations.NullMarked;
