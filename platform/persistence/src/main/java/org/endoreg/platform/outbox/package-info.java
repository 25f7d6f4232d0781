/**
 * Events leave a service through its outbox: written with the fact in one transaction, published in
 * order afterwards.
 */
@NullMarked
package org.endoreg.platform.outbox;

import org.jspecify.annotations.NullMarked;
