/**
 * The sink of a watcher that shares blob store and broker with the suite: bytes into the vault,
 * then {@code upload-job.submitted} or {@code upload-job.drop-rejected} on the topic, then the file
 * is removed. Depends on {@code drop} and the kernel.
 */
@NullMarked
package org.endoreg.watcher.submission;

import org.jspecify.annotations.NullMarked;
