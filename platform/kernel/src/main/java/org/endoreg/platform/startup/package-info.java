/** The settings all services share, and what must hold before one of them starts. */
@NullMarked
package org.endoreg.platform.startup;

import org.jspecify.annotations.NullMarked;
