/** The settings of the watcher and their defaults; every other package reads them from here. */
@NullMarked
package org.endoreg.watcher.settings;

import org.jspecify.annotations.NullMarked;
