/**
 * Events enter a service through its inbox: each takes effect once, however often it is delivered.
 */
@NullMarked
package org.endoreg.platform.inbox;

import org.jspecify.annotations.NullMarked;
