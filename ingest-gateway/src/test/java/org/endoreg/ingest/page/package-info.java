/** What the operator page promises that only its sources can show. */
@org.jspecify.annotations.NullMarked
package org.endoreg.ingest.page;
