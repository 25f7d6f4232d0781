/** The commands of ./endoreg. */
@NullMarked
package org.endoreg.stack.cli;

import org.jspecify.annotations.NullMarked;
