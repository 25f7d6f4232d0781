/**
 * Uploads a historical archive: planned first, throttled, resumable, and quiet about names. A file
 * name can hold a patient's name; it is neither sent nor written into the journal.
 */
@NullMarked
package org.endoreg.stack.archive;

import org.jspecify.annotations.NullMarked;
