/** Reports over HTTP: list, details with the anonymized text, the PDF by ranges. */
@NullMarked
package org.endoreg.media.reports;

import org.jspecify.annotations.NullMarked;
