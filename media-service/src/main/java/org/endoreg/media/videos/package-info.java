/** Videos over HTTP: list, details, the file by ranges, single frames exact by number. */
@NullMarked
package org.endoreg.media.videos;

import org.jspecify.annotations.NullMarked;
