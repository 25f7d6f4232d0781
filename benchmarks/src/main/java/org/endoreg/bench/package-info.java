/** Measurements against peers and against the suite's own limits. Mains, not tests. */
@NullMarked
package org.endoreg.bench;

import org.jspecify.annotations.NullMarked;
