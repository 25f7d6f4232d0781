/**
 * Drops that could not become a job. People decide about them, one retains or approves, another
 * deletes; nothing here changes an upload job, and age alone deletes nothing.
 */
@NullMarked
package org.endoreg.ingest.quarantine;

import org.jspecify.annotations.NullMarked;
