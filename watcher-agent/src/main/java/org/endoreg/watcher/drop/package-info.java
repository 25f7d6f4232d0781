/**
 * From a file in a drop folder to a submission on the topic. Holds no state of its own: a file is
 * either still in the folder, in {@code _processing}, or submitted; killed anywhere, the next start
 * goes on from what lies there.
 */
@NullMarked
package org.endoreg.watcher.drop;

import org.jspecify.annotations.NullMarked;
