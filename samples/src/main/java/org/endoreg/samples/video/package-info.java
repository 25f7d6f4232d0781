/**
 * Endoscopy-like videos of invented examinations: a moving, reddish tunnel with the processor's
 * overlay texts beside it. The same examination, seed and options give the same bytes. Depends on
 * the FFmpeg module for encoding and on nothing clinical.
 */
@NullMarked
package org.endoreg.samples.video;

import org.jspecify.annotations.NullMarked;
