package org.endoreg.watcher.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A pause that ends early when a name appears in the folder. Events get lost on network folders and
 * under load, so they only shorten a pause and never replace a look.
 */
final class Waker implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Waker.class);

  private final Path folder;
  private @Nullable WatchService events;

  Waker(Path folder) {
    this.folder = folder;
  }

  /** Returns after the pause, or when a file has come. */
  void pause(Duration pause) throws InterruptedException {
    WatchService watching = events == null ? watch() : events;
    if (watching == null) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      return;
    }
    @Nullable WatchKey key = watching.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      forgetUnless(key.reset());
    }
  }

  /** A folder that was removed and made again needs a watch of its own. */
  private void forgetUnless(boolean stillWatched) {
    if (!stillWatched) {
      close();
    }
  }

  private @Nullable WatchService watch() {
    try {
      WatchService made = folder.getFileSystem().newWatchService();
      events = made;
      folder.register(made, StandardWatchEventKinds.ENTRY_CREATE);
      return made;
    } catch (IOException | UnsupportedOperationException noEvents) {
      LOG.debugf("no file events: %s", noEvents.getClass().getSimpleName());
      close();
      return null;
    }
  }

  @Override
  public void close() {
    try {
      if (events != null) {
        events.close();
      }
    } catch (IOException nothingToSave) {
      LOG.debugf("file events: %s", nothingToSave.getClass().getSimpleName());
    }
    events = null;
  }
}
