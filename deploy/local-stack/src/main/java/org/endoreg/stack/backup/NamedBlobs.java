package org.endoreg.stack.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final Fingerprints known;
  private final Appendable all;
  private final Fingerprints present = new Fingerprints();
  private final List<Missing> missing = new ArrayList<>();
  private final Fingerprints absent = new Fingerprints();
  private final Fingerprints knownAbsent = new Fingerprints();

  /**
   * Of the files below {@code blobs}. Those in {@code known} may be missing; each other missing one
   * is written to {@code all} as a line.
   */
  NamedBlobs(Path blobs, Fingerprints known, Appendable all) {
    this.blobs = blobs;
    this.known = known;
    this.all = all;
  }

  void check(String place, String key) {
    if (!KEY.matcher(key).matches()) {
      return;
    }
    if (Files.isRegularFile(blobs.resolve(fileOf(key)), LinkOption.NOFOLLOW_LINKS)) {
      present.add(Fingerprints.of(key));
      return;
    }
    long fingerprint = Fingerprints.of(key);
    if (known.contains(fingerprint)) {
      knownAbsent.add(fingerprint);
      return;
    }
    if (absent.add(fingerprint)) {
      write(key);
    }
    if (missing.size() < LISTED) {
      missing.add(new Missing(place, key));
    }
  }

  private void write(String key) {
    try {
      all.append(key).append('\n');
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  /** How many are missing that were known to be. */
  long knownCount() {
    return knownAbsent.size();
  }

  /** The first of the missing ones; there may be more. */
  List<Missing> missing() {
    return List.copyOf(missing);
  }

  long missingCount() {
    return absent.size();
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
