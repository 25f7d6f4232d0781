/** The machines that may send or receive transfers, as the transfer hub knows them. */
@NullMarked
package org.endoreg.transfer.nodes;

import org.jspecify.annotations.NullMarked;
