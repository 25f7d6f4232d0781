/**
 * Long work, claimed by lease and finished with a fenced write; a killed worker's item is taken
 * over.
 */
@NullMarked
package org.endoreg.platform.work;

import org.jspecify.annotations.NullMarked;
