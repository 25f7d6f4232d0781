/**
 * The video pipeline: which processor, what its overlay says, one masking pass, an independent
 * re-read of the result.
 */
@NullMarked
package org.endoreg.anonymizer.video;

import org.jspecify.annotations.NullMarked;
