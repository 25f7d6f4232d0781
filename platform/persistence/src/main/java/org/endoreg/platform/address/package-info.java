/** The address at which one service of many behind the same origin is asked about itself. */
@NullMarked
package org.endoreg.platform.address;

import org.jspecify.annotations.NullMarked;
