/** The set of samples the demo ingests. */
@NullMarked
package org.endoreg.samples.set;

import org.jspecify.annotations.NullMarked;
