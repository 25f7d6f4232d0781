/** Talks to a running suite over its public HTTP interface, as any client would. */
@NullMarked
package org.endoreg.stack.client;

import org.jspecify.annotations.NullMarked;
