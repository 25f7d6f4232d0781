/**
 * The centers of the deployment: created, renamed and retired here and nowhere else, told to the
 * other services on the registry topic.
 */
@NullMarked
package org.endoreg.ingest.centers;

import org.jspecify.annotations.NullMarked;
