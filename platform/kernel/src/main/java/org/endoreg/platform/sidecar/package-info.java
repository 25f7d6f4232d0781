/**
 * The sidecar: a small file in which a person states that a medium was anonymized elsewhere and
 * signed off. Every boundary that takes such media reads it here, so that one contract holds for
 * all. Depends on {@code contracts} only.
 */
@NullMarked
package org.endoreg.platform.sidecar;

import org.jspecify.annotations.NullMarked;
