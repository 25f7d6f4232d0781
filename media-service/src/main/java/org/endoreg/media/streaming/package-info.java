/** Bytes of reports and videos by HTTP ranges, decrypted segment by segment, never as a whole. */
@NullMarked
package org.endoreg.media.streaming;

import org.jspecify.annotations.NullMarked;
