package org.endoreg.stack.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Walks folders one entry at a time and follows no link, so an archive of any size fits. */
final class ArchiveWalk {

  /** Hears of every entry. */
  interface Listener {
    /** A file that is to be sent. */
    void file(ArchiveFile file);

    /** An entry that is left out. */
    void skipped(FileKind reason);

    /** An entry that cannot be read. */
    void unreadable(Path path);
  }

  private final Path root;

  ArchiveWalk(Path root) {
    this.root = root;
  }

  void run(Listener listener) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root) && folder.getFileName().toString().startsWith(".")) {
              listener.skipped(FileKind.HIDDEN);
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            FileKind kind = FileKind.of(file, attributes);
            if (!kind.isSent()) {
              listener.skipped(kind);
            } else if (Files.isReadable(file)) {
              listener.file(ArchiveFile.of(file, kind, attributes));
            } else {
              listener.unreadable(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            listener.unreadable(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            if (failure != null) {
              listener.unreadable(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
