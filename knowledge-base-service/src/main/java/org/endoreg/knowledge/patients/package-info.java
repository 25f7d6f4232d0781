/**
 * Pseudonymous patients: known by their hash within a center, shown by a short pseudonym, without a
 * name or a birth date. Owner of the table patient; depends on request only.
 */
@NullMarked
package org.endoreg.knowledge.patients;

import org.jspecify.annotations.NullMarked;
