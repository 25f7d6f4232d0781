/** Component tests of the service on a real database. */
@NullMarked
package org.endoreg.transfer;

import org.jspecify.annotations.NullMarked;
