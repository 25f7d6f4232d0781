/** What this deployment is: its role and its centers. */
@NullMarked
package org.endoreg.ingest.info;

import org.jspecify.annotations.NullMarked;
