package org.endoreg.stack.archive;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;

/**
 * What a file of an archive is by name and attributes: something to send, or why it is left out.
 */
enum FileKind {
  REPORT,
  VIDEO,
  LINK,
  NO_FILE,
  HIDDEN,
  UNFINISHED,
  EMPTY,
  OTHER_KIND;

  private static final Set<String> VIDEOS =
      Set.of("mp4", "m4v", "avi", "mov", "qt", "wmv", "mkv", "webm");
  private static final Set<String> PARTS = Set.of("part", "tmp", "crdownload", "filepart");

  boolean isSent() {
    return this == REPORT || this == VIDEO;
  }

  /** As programs read it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileKind of(Path file, BasicFileAttributes attributes) {
    String name = file.getFileName().toString();
    if (attributes.isSymbolicLink()) {
      return LINK;
    }
    if (!attributes.isRegularFile()) {
      return NO_FILE;
    }
    if (name.startsWith(".") || name.startsWith("~")) {
      return HIDDEN;
    }
    return ofContent(
        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), attributes);
  }

  private static FileKind ofContent(String extension, BasicFileAttributes attributes) {
    if (PARTS.contains(extension)) {
      return UNFINISHED;
    }
    FileKind kind =
        extension.equals("pdf") ? REPORT : VIDEOS.contains(extension) ? VIDEO : OTHER_KIND;
    return kind.isSent() && attributes.size() == 0 ? EMPTY : kind;
  }
}
