/** Reads registrations strictly and brings them into the one form that replays are compared in. */
@NullMarked
package org.endoreg.transfer.contract;

import org.jspecify.annotations.NullMarked;
