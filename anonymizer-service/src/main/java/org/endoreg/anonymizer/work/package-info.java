/**
 * Takes accepted jobs from the topic, works on them under a lease and publishes what came out.
 * Owner of the topic anonymization.events.
 */
@NullMarked
package org.endoreg.anonymizer.work;

import org.jspecify.annotations.NullMarked;
