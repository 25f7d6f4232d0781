/** Reads stored bytes again, for everything that must be sure before it deletes or reuses. */
@NullMarked
package org.endoreg.ingest.storage;

import org.jspecify.annotations.NullMarked;
