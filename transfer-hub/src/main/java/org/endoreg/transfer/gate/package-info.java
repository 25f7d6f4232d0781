/**
 * Who may come in by the routes of transfer: proves connection, certificate and node before
 * anything of a body is read.
 */
@NullMarked
package org.endoreg.transfer.gate;

import org.jspecify.annotations.NullMarked;
