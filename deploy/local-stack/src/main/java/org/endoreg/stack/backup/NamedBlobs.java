package org.endoreg.stack.backup;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.endoreg.stack.progress.Fingerprints;

/** Compares the blobs that rows name with the files that are there. */
final class NamedBlobs {
  private static final Pattern KEY =
      Pattern.compile("(raw|processed|text)/[a-z0-9_-]{1,63}/[0-9a-f-]{36}");
  private static final int LISTED = 1_000;

  private final Path blobs;
  private final Fingerprints present = new Fingerprints();
  private final List<Missing> missing = new ArrayList<>();
  private long missingCount;

  NamedBlobs(Path blobs) {
    this.blobs = blobs;
  }

  void check(String place, String key) {
    if (!KEY.matcher(key).matches()) {
      return;
    }
    if (Files.isRegularFile(blobs.resolve(fileOf(key)), LinkOption.NOFOLLOW_LINKS)) {
      present.add(Fingerprints.of(key));
      return;
    }
    missingCount++;
    if (missing.size() < LISTED) {
      missing.add(new Missing(place, key));
    }
  }

  /** The first of the missing ones; there may be more. */
  List<Missing> missing() {
    return List.copyOf(missing);
  }

  long missingCount() {
    return missingCount;
  }

  /** How many different blobs rows name that are there. */
  long presentCount() {
    return present.size();
  }

  /** As {@code FileObjectStore} lays them out: the last two characters of the id are a folder. */
  static Path fileOf(String key) {
    int slash = key.lastIndexOf('/');
    return Path.of(
        key.substring(0, slash), key.substring(key.length() - 2), key.substring(slash + 1));
  }

  /** A blob that is not there, and the column that names it. */
  record Missing(String place, String key) {}
}
