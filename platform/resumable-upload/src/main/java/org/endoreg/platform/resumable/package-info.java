/**
 * Resumable upload (tus 1.0.0) for any service that takes files: encrypted staging, checkpoints in
 * the database, expiry. Knows nothing of what becomes of a file; the service says so as its {@link
 * org.endoreg.platform.resumable.UploadBoundary}. May use the kernel and persistence.
 */
@NullMarked
package org.endoreg.platform.resumable;

import org.jspecify.annotations.NullMarked;
