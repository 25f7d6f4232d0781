/**
 * Real PostgreSQL and real Kafka as child processes on loopback, from Maven artifacts, as root or
 * as an ordinary user. Used by the local stack and by tests; depends on no service.
 */
@NullMarked
package org.endoreg.backing;

import org.jspecify.annotations.NullMarked;
