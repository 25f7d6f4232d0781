package org.endoreg.watcher.drop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;

/**
 * One drop folder of one center. A settled file is claimed by renaming it into {@code _processing},
 * where no producer can touch it by its old name any more.
 */
final class DropFolder {
  private final CenterKey center;
  private final IngestFolder folder;
  private final Path intake;
  private final Path processing;
  private final Settling settling;

  DropFolder(Path dropDir, CenterKey center, IngestFolder folder, Settling settling) {
    Path centerDir = dropDir.resolve(center.value());
    this.center = center;
    this.folder = folder;
    this.intake = centerDir.resolve(folder.folderName());
    this.processing = centerDir.resolve("_processing").resolve(folder.folderName());
    this.settling = settling;
  }

  CenterKey center() {
    return center;
  }

  IngestFolder folder() {
    return folder;
  }

  void create() throws IOException {
    Files.createDirectories(intake);
    Files.createDirectories(processing);
  }

  /** Claims every file that has settled by {@code now}. */
  void claimSettled(Instant now) throws IOException {
    List<Path> files = list(intake);
    settling.keepOnly(files);
    for (Path file : files) {
      Optional<Snapshot> snapshot = Snapshot.of(file);
      boolean wanted = DropName.isTaken(file.getFileName().toString(), folder);
      if (wanted && snapshot.isPresent() && settling.isSettled(file, snapshot.orElseThrow(), now)) {
        claim(file);
      }
    }
  }

  /** Files claimed and not yet submitted, also those of a former run. */
  List<Path> claimed() throws IOException {
    return list(processing);
  }

  private void claim(Path file) throws IOException {
    try {
      Files.move(
          file, processing.resolve(UUID.randomUUID().toString()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException takenAway) {
      // Its producer removed or renamed it meanwhile: nothing to do.
      return;
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
