/**
 * The centers a service knows: those of its setting and those the registry topic tells of. The
 * ingest gateway alone creates, renames and retires them.
 */
@NullMarked
package org.endoreg.platform.centers;

import org.jspecify.annotations.NullMarked;
