/**
 * Finds identifying strings in the text of a report. Independent recognisers each return spans, and
 * the union counts, because a missed name weighs more than a word too many; what is clinical by its
 * context (sizes, doses, scores, codes) stays. Recognisers hold no state between documents.
 */
@NullMarked
package org.endoreg.anonymizer.recognition;

import org.jspecify.annotations.NullMarked;
