/** Tests of the gate. */
@NullMarked
package org.endoreg.transfer.gate;

import org.jspecify.annotations.NullMarked;
