/**
 * Invented endoscopy reports as PDF: born digital, scanned, mixed and hostile. Every report comes
 * with the list of identifiers planted in it, so a test or a leak scan knows what must be gone.
 */
@NullMarked
package org.endoreg.samples.report;

import org.jspecify.annotations.NullMarked;
