package org.endoreg.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * Where the parts of one backup lie. The keys may lie elsewhere; who has only the rest can read
 * neither blobs nor identity.
 */
record Generation(Path folder, Path keys) {

  static Generation of(Path folder, Path keys) {
    return new Generation(folder.toAbsolutePath().normalize(), keys.toAbsolutePath().normalize());
  }

  static Path usualKeys(Path folder) {
    return folder.resolve("keys");
  }

  Path database() {
    return folder.resolve("database");
  }

  Path blobs() {
    return folder.resolve("blobs");
  }

  Path databaseList() {
    return folder.resolve("database.sha256");
  }

  Path blobList() {
    return folder.resolve("blobs.sha256");
  }

  /**
   * Hashes of key files go with the rest, so that swapped keys are noticed before they are used.
   */
  Path keyList() {
    return folder.resolve("keys.sha256");
  }

  /**
   * Blobs that rows name and that were not there at the backup, for instance cleaned-up sources.
   */
  Path missingList() {
    return folder.resolve("missing-blobs.txt");
  }

  Path manifest() {
    return folder.resolve("manifest.json");
  }

  Path seal() {
    return folder.resolve("manifest.seal");
  }

  /** There while a backup is being made; a killed one leaves it behind. */
  private Path unfinished() {
    return folder.resolve("UNFINISHED");
  }

  /** Makes the folders; what an interrupted backup left is cleared away, anything else refused. */
  void begin() throws IOException {
    if (Files.exists(unfinished()) && !Files.exists(manifest())) {
      clearFolder();
    }
    requireEmpty(folder);
    requireEmpty(keys);
    HashedCopy.createFolder(folder);
    HashedCopy.write(
        unfinished(),
        "this backup was not finished\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (Path part : List.of(database(), blobs(), keys)) {
      HashedCopy.createFolder(part);
    }
  }

  void finish() throws IOException {
    Files.deleteIfExists(unfinished());
  }

  /** Removes what this run made; both folders were empty when it began. */
  void clear() throws IOException {
    remove(keys);
    clearFolder();
  }

  /** Keys elsewhere are left alone: that folder may be named wrongly this time. */
  private void clearFolder() throws IOException {
    remove(usualKeys(folder));
    for (Path part :
        List.of(
            database(), blobs(), databaseList(), blobList(), keyList(), missingList(), seal())) {
      remove(part);
    }
    remove(folder.resolve("manifest.json.new"));
    remove(unfinished());
  }

  static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new SuiteFailure(folder + " is not empty; name a new folder");
      }
    }
  }

  static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> content = Files.walk(path)) {
      for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
