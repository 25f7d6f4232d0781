/**
 * Resumable uploads become jobs: who may begin one, and what its last byte sets going. The protocol
 * itself is the platform's.
 */
@NullMarked
package org.endoreg.ingest.resumable;

import org.jspecify.annotations.NullMarked;
