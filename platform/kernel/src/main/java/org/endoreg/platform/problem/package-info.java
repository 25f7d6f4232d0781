/** Every error an API gives is an RFC 9457 problem with a stable code and a safe sentence. */
@NullMarked
package org.endoreg.platform.problem;

import org.jspecify.annotations.NullMarked;
