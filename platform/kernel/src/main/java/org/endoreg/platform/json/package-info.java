/** The one JSON dialect of the suite: snake case, ISO dates, nothing unknown in requests. */
@NullMarked
package org.endoreg.platform.json;

import org.jspecify.annotations.NullMarked;
