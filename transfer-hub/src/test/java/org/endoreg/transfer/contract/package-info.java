/** The wire contract held against good and bad registrations. */
@NullMarked
package org.endoreg.transfer.contract;

import org.jspecify.annotations.NullMarked;
