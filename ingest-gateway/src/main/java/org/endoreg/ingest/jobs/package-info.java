/** What people see of jobs: a page of rows and a live stream of changes. */
@NullMarked
package org.endoreg.ingest.jobs;

import org.jspecify.annotations.NullMarked;
