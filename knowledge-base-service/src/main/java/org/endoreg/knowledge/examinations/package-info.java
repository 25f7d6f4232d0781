/**
 * Examinations of pseudonymous patients, known by their hash, with a date shifted by the patient's
 * constant offset. Owner of the table patient_examination; depends on patients, catalogue and
 * request.
 */
@NullMarked
package org.endoreg.knowledge.examinations;

import org.jspecify.annotations.NullMarked;
