/**
 * The parts of a suite on one machine: how each is started, watched, restarted and stopped, and
 * where its files lie.
 */
@NullMarked
package org.endoreg.stack.suite;

import org.jspecify.annotations.NullMarked;
