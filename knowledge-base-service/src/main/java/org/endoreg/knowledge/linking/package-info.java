/**
 * Gives every registered medium its place: consumes media.events, finds or creates the pseudonymous
 * patient and examination, records the link and announces it on knowledge-base.events. Owner of the
 * table medium_link; depends on patients and examinations.
 */
@NullMarked
package org.endoreg.knowledge.linking;

import org.jspecify.annotations.NullMarked;
