/** One way to the database: Jdbi on the service's own PostgreSQL, blocking, on worker threads. */
@NullMarked
package org.endoreg.platform.sql;

import org.jspecify.annotations.NullMarked;
