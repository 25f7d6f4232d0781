package org.endoreg.backing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for the length of one run. A cluster alone is 50 MB, so it does not stay behind. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  static Path make() {
    try {
      return Files.createTempDirectory("endoreg-test");
    } catch (IOException failed) {
      throw new BackingFailure("no temporary folder", failed);
    }
  }

  /** Removes what can be removed; a file that is still written may stay. */
  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException stillInUse) {
      return;
    }
  }
}
