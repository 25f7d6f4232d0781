/** How the servers of all services take what is sent to them. */
@NullMarked
package org.endoreg.platform.http;

import org.jspecify.annotations.NullMarked;
