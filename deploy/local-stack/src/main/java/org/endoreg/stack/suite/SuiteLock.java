package org.endoreg.stack.suite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Held by the running suite of a folder; the kernel releases it however the process ends. The
 * kernel also releases it when the holder closes any other channel to the file, so within the
 * process a held lock is remembered and the file is not opened again.
 */
public final class SuiteLock implements AutoCloseable {
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private SuiteLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock; empty when a suite runs on the folder. */
  public static Optional<SuiteLock> take(SuiteFolder folder) throws IOException {
    Path file = folder.lockFile();
    if (!HELD_HERE.add(file)) {
      return Optional.empty();
    }
    Optional<SuiteLock> taken = Optional.empty();
    try {
      taken = takeFrom(file);
      return taken;
    } finally {
      if (taken.isEmpty()) {
        HELD_HERE.remove(file);
      }
    }
  }

  private static Optional<SuiteLock> takeFrom(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (locked(channel)) {
      return Optional.of(new SuiteLock(file, channel));
    }
    channel.close();
    return Optional.empty();
  }

  static boolean isHeld(SuiteFolder folder) throws IOException {
    if (!Files.exists(folder.lockFile())) {
      return false;
    }
    Optional<SuiteLock> taken = take(folder);
    if (taken.isPresent()) {
      taken.orElseThrow().close();
    }
    return taken.isEmpty();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    @Nullable FileLock lock = channel.tryLock();
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(file);
  }
}
