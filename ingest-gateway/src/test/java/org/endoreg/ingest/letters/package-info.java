/** Tests of the records this service sets aside. */
@NullMarked
package org.endoreg.ingest.letters;

import org.jspecify.annotations.NullMarked;
