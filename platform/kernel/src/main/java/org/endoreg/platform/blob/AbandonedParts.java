package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes what killed processes left in the staging folder. A writer holds a lock on its part,
 * which ends with its process, so a part that is old and can be locked belongs to nobody. The age
 * protects a part between its creation and its lock.
 */
final class AbandonedParts {
  private static final Duration YOUNG = Duration.ofHours(1);

  private AbandonedParts() {}

  static void removeFrom(Path staging, Set<Path> written) throws IOException {
    if (!Files.isDirectory(staging)) {
      return;
    }
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(staging, "*.part")) {
      for (Path part : parts) {
        if (!written.contains(part)) {
          removeIfAbandoned(part);
        }
      }
    }
  }

  private static void removeIfAbandoned(Path part) throws IOException {
    try {
      if (isOld(part) && belongsToNobody(part)) {
        Files.deleteIfExists(part);
      }
    } catch (NoSuchFileException finishedMeanwhile) {
      return;
    }
  }

  private static boolean isOld(Path part) throws IOException {
    Instant lastWrite = Files.getLastModifiedTime(part).toInstant();
    return lastWrite.isBefore(Instant.now().minus(YOUNG));
  }

  private static boolean belongsToNobody(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException writtenByThisProcess) {
      return false;
    }
  }
}
