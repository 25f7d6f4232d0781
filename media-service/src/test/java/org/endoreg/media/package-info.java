/** Component tests of the service on a real database and a real broker. */
@NullMarked
package org.endoreg.media;

import org.jspecify.annotations.NullMarked;
