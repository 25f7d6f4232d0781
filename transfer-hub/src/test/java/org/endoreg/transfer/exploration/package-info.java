/**
 * Explores what site and hub can do together: every order of steps, crashes, lost and repeated
 * messages and lapsed leases up to a bound, decided by the rules the services decide by.
 */
@NullMarked
package org.endoreg.transfer.exploration;

import org.jspecify.annotations.NullMarked;
