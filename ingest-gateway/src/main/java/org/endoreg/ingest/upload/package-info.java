/** The upload API: streams one file into the encrypted store and asks the ledger to accept it. */
@NullMarked
package org.endoreg.ingest.upload;

import org.jspecify.annotations.NullMarked;
