/**
 * Reading words with their boxes from pixels. Tesseract runs inside the process; its language data
 * comes from the operating system, never from a download.
 */
@NullMarked
package org.endoreg.anonymizer.ocr;

import org.jspecify.annotations.NullMarked;
