/**
 * The UploadJob ledger: the only writer of a job's status, whichever boundary the bytes came
 * through.
 */
@NullMarked
package org.endoreg.ingest.ledger;

import org.jspecify.annotations.NullMarked;
