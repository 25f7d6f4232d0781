package org.endoreg.watcher.drop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.events.IngestFolder;

/**
 * What was taken from a drop folder together, under a name nothing else ever has: one raw file, or
 * a signed-off file with its sidecar. {@code place} is the file, or the folder that holds the two.
 * A wrong drop may lack either part or have more of them.
 */
public record Claim(
    Path place, CenterKey center, IngestFolder folder, List<Path> media, List<Path> sidecars) {
  static final String DONE = ".done";
  static final String NOTE = ".note";

  public Claim {
    media = List.copyOf(media);
    sidecars = List.copyOf(sidecars);
  }

  /** All files, media first; their order is the same every time. */
  public List<Path> files() {
    return Stream.concat(media.stream(), sidecars.stream()).toList();
  }

  /** What the ids of a file's submission and blob are made of: never its own name. */
  public String part(Path file) {
    String name = String.valueOf(place.getFileName());
    return file.equals(place) ? name : name + "/" + files().indexOf(file);
  }

  /** A small file beside the claim, in which a sink may remember how far it has come. */
  public Path note() {
    return place.resolveSibling(place.getFileName() + NOTE);
  }

  /** Removes what was shipped. A pair goes at once: half of one would look like a wrong drop. */
  public void remove() throws IOException {
    if (place.equals(media.isEmpty() ? null : media.get(0))) {
      Files.deleteIfExists(place);
    } else {
      Path done = place.resolveSibling(place.getFileName() + DONE);
      Files.move(place, done, StandardCopyOption.ATOMIC_MOVE);
      empty(done);
    }
    Files.deleteIfExists(note());
  }

  /** Removes a folder of files. */
  static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException alreadyGone) {
      return;
    }
    Files.deleteIfExists(folder);
  }
}
