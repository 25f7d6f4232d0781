/** One id follows a job through requests, events and log lines. */
@NullMarked
package org.endoreg.platform.correlation;

import org.jspecify.annotations.NullMarked;
