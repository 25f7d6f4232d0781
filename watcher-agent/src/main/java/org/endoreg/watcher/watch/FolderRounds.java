package org.endoreg.watcher.watch;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.watcher.drop.DropFolder;
import org.endoreg.watcher.drop.Elapsed;
import org.endoreg.watcher.drop.Look;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.settings.WatcherSettings;
import org.jboss.logging.Logger;

/**
 * The rounds of one drop folder: look, ship, say how long to pause. Waits for nothing itself, so a
 * test can let days pass.
 */
final class FolderRounds {
  private static final Logger LOG = Logger.getLogger(FolderRounds.class);

  private final DropFolder folder;
  private final Shipping shipping;
  private final Duration poll;
  private final Duration rescan;
  private final MeterRegistry metrics;
  private final String name;
  private volatile Look last = Look.EMPTY;
  private boolean unsound;
  private boolean unreadable;

  FolderRounds(
      DropFolder folder,
      Sink sink,
      WatcherSettings settings,
      Elapsed elapsed,
      MeterRegistry metrics) {
    this.folder = folder;
    this.shipping = new Shipping(sink, elapsed);
    this.poll = settings.poll();
    this.rescan = settings.rescan();
    this.metrics = metrics;
    this.name = folder.folder().folderName();
  }

  DropFolder folder() {
    return folder;
  }

  /** What the last round found. */
  Look last() {
    return last;
  }

  /** One round; the pause until the next, shorter when something waits. */
  Duration round() throws InterruptedException {
    try {
      unreadable = false;
      if (isSound()) {
        lookAndShip();
      }
    } catch (IOException | RuntimeException notNow) {
      unreadable = true;
      LOG.warnf("drop folder waits: %s", FailurePlace.of(notNow));
    }
    return isIdle() || unreadable ? rescan : poll;
  }

  private void lookAndShip() throws IOException, InterruptedException {
    look();
    int shipped = shipping.ship(last.ready());
    if (shipped > 0) {
      count("endoreg_drops_submitted_total", shipped);
      look();
    }
  }

  private void look() throws IOException {
    last = folder.look();
    if (last.givenUp() > 0) {
      count("endoreg_drops_unsettled_total", last.givenUp());
      LOG.warnf("%d files of %s do not settle; looking again later", last.givenUp(), name);
    }
  }

  private void count(String counter, int times) {
    metrics.counter(counter, "folder", name).increment(times);
  }

  /** Said once, counted every time: a link in the path leads out of the drop folders. */
  private boolean isSound() throws IOException {
    boolean sound = folder.prepare();
    if (!sound) {
      count("endoreg_drop_folder_unsound_total", 1);
      last = Look.EMPTY;
    }
    if (!sound && !unsound) {
      LOG.errorf("%s of a center is no plain folder and is left alone", name);
    }
    unsound = !sound;
    return sound;
  }

  private boolean isIdle() {
    return last.waiting() == 0 || unsound;
  }

  /** True when another round would change nothing: all gone, or what is left cannot go now. */
  boolean isFinished() {
    if (unsound || unreadable) {
      return true;
    }
    boolean nothingToTry = last.ready().isEmpty() || shipping.hasFailures();
    return last.hoping() == 0 && nothingToTry;
  }

  /** True when a drop is still here that should not be. */
  boolean hasLeftSomething() {
    return unsound || unreadable || last.waiting() > 0;
  }
}
