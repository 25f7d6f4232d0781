/**
 * Drop folders: which files are taken, when they have settled, and how they are claimed. Holds no
 * state that a restart could lose: a file is in the folder, claimed in {@code _processing}, or
 * shipped by a {@link org.endoreg.watcher.drop.Sink}. Knows no sink and no framework.
 */
@NullMarked
package org.endoreg.watcher.drop;

import org.jspecify.annotations.NullMarked;
