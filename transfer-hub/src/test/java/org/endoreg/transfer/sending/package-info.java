/**
 * The sender against hubs that refuse, lie or are away, and against settings that are incomplete.
 */
@NullMarked
package org.endoreg.transfer.sending;

import org.jspecify.annotations.NullMarked;
