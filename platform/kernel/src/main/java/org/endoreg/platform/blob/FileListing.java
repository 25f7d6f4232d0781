package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.endoreg.contracts.BlobKey;

/**
 * Lists the files of one role, folder by folder in the order of their names, so that a listing can
 * go on where an earlier one stopped without holding all names at once.
 */
final class FileListing {
  private final Path root;
  private final String after;
  private final int limit;
  private final List<ObjectPage.Entry> found = new ArrayList<>();
  private String last;

  FileListing(Path root, String after, int limit) {
    this.root = root;
    this.after = after;
    this.limit = limit;
    this.last = after;
  }

  ObjectPage of(String role) throws IOException {
    for (String center : names(role)) {
      for (String shard : names(role + "/" + center)) {
        for (String name : names(role + "/" + center + "/" + shard)) {
          if (found.size() == limit) {
            return new ObjectPage(found, last);
          }
          add(role + "/" + center, shard, name);
        }
      }
    }
    return new ObjectPage(found, ObjectPage.BEGINNING);
  }

  private void add(String folder, String shard, String name) throws IOException {
    String place = folder + "/" + shard + "/" + name;
    Path file = root.resolve(place);
    if (place.compareTo(after) <= 0 || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    last = place;
    try {
      found.add(
          new ObjectPage.Entry(
              new BlobKey(folder + "/" + name),
              Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant()));
    } catch (IllegalArgumentException | NoSuchFileException noObject) {
      // Somebody else's file, or one removed a moment ago.
    }
  }

  /** Names below the folder that are not wholly before the place to go on from. */
  private SortedSet<String> names(String folder) throws IOException {
    // As the whole place would sort: "a-b/…" comes before "a/…".
    SortedSet<String> names = new TreeSet<>(Comparator.comparing(name -> name + "/"));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path entry : entries) {
        String place = folder + "/" + entry.getFileName() + "/";
        if (place.compareTo(after) > 0 || after.startsWith(place)) {
          names.add(entry.getFileName().toString());
        }
      }
    } catch (NoSuchFileException | NotDirectoryException nothingThere) {
      return names;
    }
    return names;
  }
}
