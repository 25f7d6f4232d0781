/**
 * What media there are, read within the caller's centers. Knows nothing of bytes or HTTP routes.
 */
@NullMarked
package org.endoreg.media.catalogue;

import org.jspecify.annotations.NullMarked;
