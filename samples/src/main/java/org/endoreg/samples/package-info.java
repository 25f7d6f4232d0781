/**
 * Invented people and the files about them, the same for the same seed. No real person's data
 * enters this package: names come from short lists, everything else from the seed.
 */
@NullMarked
package org.endoreg.samples;

import org.jspecify.annotations.NullMarked;
