/**
 * One consistent generation of everything a suite must not lose, and the way back from it. See
 * {@code docs/adr/0009-backup.md}.
 */
@NullMarked
package org.endoreg.stack.backup;

import org.jspecify.annotations.NullMarked;
