/**
 * What all services agree on: names of things, capabilities, problem codes and, below {@code
 * events}, what travels on topics. Plain Java; depends on nothing of the suite.
 */
@NullMarked
package org.endoreg.contracts;

import org.jspecify.annotations.NullMarked;
