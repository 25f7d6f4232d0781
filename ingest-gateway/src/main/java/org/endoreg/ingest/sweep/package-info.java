/**
 * Finds source blobs no row refers to, left behind by a boundary that died between storing and
 * accepting. They are told of first and deleted only when that is switched on.
 */
@NullMarked
package org.endoreg.ingest.sweep;

import org.jspecify.annotations.NullMarked;
