/** The PHI store: identity as ciphertext, one row a job. */
@NullMarked
package org.endoreg.anonymizer.phi;

import org.jspecify.annotations.NullMarked;
