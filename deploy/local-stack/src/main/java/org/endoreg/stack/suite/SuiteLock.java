package org.endoreg.stack.suite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Held by the running suite of a folder; the kernel releases it however the process ends. */
public final class SuiteLock implements AutoCloseable {
  private final FileChannel channel;

  private SuiteLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock; empty when a suite runs on the folder. */
  public static Optional<SuiteLock> take(SuiteFolder folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (locked(channel)) {
      return Optional.of(new SuiteLock(channel));
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
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
