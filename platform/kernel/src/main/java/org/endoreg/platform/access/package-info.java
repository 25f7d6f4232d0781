/** Who is calling, what they may do and which centers they may see. Default is to refuse. */
@NullMarked
package org.endoreg.platform.access;

import org.jspecify.annotations.NullMarked;
