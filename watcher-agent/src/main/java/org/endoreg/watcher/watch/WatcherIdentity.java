package org.endoreg.watcher.watch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.endoreg.platform.startup.StartupRefused;
import org.jspecify.annotations.Nullable;

/**
 * The id of this watcher, the same after every restart, and its claim to be the only one: two
 * watchers at one drop folder would take each other's half-made claims for leftovers. Both lie in
 * {@code .watcher} in the drop folder.
 */
final class WatcherIdentity implements AutoCloseable {
  private static final String FOLDER = ".watcher";

  private final UUID id;
  private final FileChannel lock;

  private WatcherIdentity(UUID id, FileChannel lock) {
    this.id = id;
    this.lock = lock;
  }

  /** Takes the folder for this process; the operating system gives it back however that ends. */
  static WatcherIdentity take(Path dropDir) throws IOException {
    Path folder = Files.createDirectories(dropDir.resolve(FOLDER));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(lock)) {
      lock.close();
      throw new StartupRefused("endoreg.watcher.drop-dir", "another watcher is at work there");
    }
    return new WatcherIdentity(id(folder.resolve("id")), lock);
  }

  UUID id() {
    return id;
  }

  private static boolean isFree(FileChannel lock) throws IOException {
    try {
      @Nullable FileLock held = lock.tryLock();
      return held != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** A file that says no id gets a new one; only the statistics of its heartbeats break. */
  private static UUID id(Path file) throws IOException {
    try {
      return UUID.fromString(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException none) {
      UUID made = UUID.randomUUID();
      Path part = file.resolveSibling("id.tmp");
      Files.writeString(part, made.toString(), StandardOpenOption.CREATE, StandardOpenOption.SYNC);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
