/** Envelopes to JSON and back, and the producer every service publishes with. */
@NullMarked
package org.endoreg.platform.events;

import org.jspecify.annotations.NullMarked;
