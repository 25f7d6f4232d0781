/** Tests of nodes and what they prove themselves with. */
@NullMarked
package org.endoreg.transfer.nodes;

import org.jspecify.annotations.NullMarked;
