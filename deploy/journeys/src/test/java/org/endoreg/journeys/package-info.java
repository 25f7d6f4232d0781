/**
 * End-to-end tests of the suite as a newcomer runs it: real processes, real files, the public HTTP
 * interface.
 */
@NullMarked
package org.endoreg.journeys;

import org.jspecify.annotations.NullMarked;
