/**
 * Everything a patient left behind, in order of time, without identity and with links to processed
 * media only. Reads the tables of linking and examinations; owns none.
 */
@NullMarked
package org.endoreg.knowledge.timeline;

import org.jspecify.annotations.NullMarked;
