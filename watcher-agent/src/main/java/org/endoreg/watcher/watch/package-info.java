/**
 * The running watcher: checks its settings, gives every drop folder a thread that looks and ships,
 * tells that it lives and how much room is left. Chooses the sink; depends on all other packages of
 * this service.
 */
@NullMarked
package org.endoreg.watcher.watch;

import org.jspecify.annotations.NullMarked;
