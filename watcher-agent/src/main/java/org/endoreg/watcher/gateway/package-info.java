/**
 * The sink of a watcher without blob store and broker: each file goes to the ingest-gateway by tus
 * 1.0 over HTTPS with a client certificate. Progress is journaled beside the claimed file, so a
 * restart resumes; through an outage of days the drops simply stay. Depends on {@code drop} and
 * {@code settings}.
 */
@NullMarked
package org.endoreg.watcher.gateway;

import org.jspecify.annotations.NullMarked;
