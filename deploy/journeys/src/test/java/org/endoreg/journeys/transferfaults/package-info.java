/**
 * Transfers between nodes under real faults: of both transfer hubs, of the door between them, of
 * what the hub stands on, and of the line.
 */
@NullMarked
package org.endoreg.journeys.transferfaults;

import org.jspecify.annotations.NullMarked;
