/** How far a long copy or upload has come, for people who wait for it. */
@NullMarked
package org.endoreg.stack.progress;

import org.jspecify.annotations.NullMarked;
