/**
 * Ingest under faults: a seeded plan of real faults, a load that writes down what it asked and was
 * answered, and a checker that compares this history with what is there in the end.
 */
@NullMarked
package org.endoreg.journeys.faults;

import org.jspecify.annotations.NullMarked;
