/** Who is signed in and what the console may offer them. */
@NullMarked
package org.endoreg.ingest.session;

import org.jspecify.annotations.NullMarked;
