/**
 * The audit chain of a service: what people, nodes and the service itself did, in a chain that
 * shows when an entry was changed, removed or put in. No identity and no free text in it, so that
 * erasing a patient never touches it.
 */
@NullMarked
package org.endoreg.platform.audit;

import org.jspecify.annotations.NullMarked;
