/** The receiver's rules and rows, the rows in a real database. */
@NullMarked
package org.endoreg.transfer.receiving;

import org.jspecify.annotations.NullMarked;
