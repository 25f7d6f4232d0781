/**
 * Anonymizes report PDFs: reads every page by text layer and pixels, paints over what identifies,
 * builds a new document from images and surrogate text, and reads the result again before it lets
 * it out. Nothing is written to disk and nothing of a document outlives its run.
 */
@NullMarked
package org.endoreg.anonymizer.report;

import org.jspecify.annotations.NullMarked;
