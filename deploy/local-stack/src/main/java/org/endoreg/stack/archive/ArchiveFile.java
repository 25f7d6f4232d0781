package org.endoreg.stack.archive;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file to be sent. {@code identity} is device, inode, size and time of last change: the same file
 * under a new name is known, a changed one is not.
 */
record ArchiveFile(Path path, FileKind kind, long size, String identity) {

  static ArchiveFile of(Path path, FileKind kind, BasicFileAttributes attributes) {
    String identity =
        attributes.fileKey()
            + ":"
            + attributes.size()
            + ":"
            + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new ArchiveFile(path, kind, attributes.size(), identity.replace(" ", ""));
  }
}
