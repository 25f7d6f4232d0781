/** JSON Schemas of the events: generated from the records, committed, and never made narrower. */
@NullMarked
package org.endoreg.contracts.schema;

import org.jspecify.annotations.NullMarked;
