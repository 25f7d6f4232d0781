package org.endoreg.stack.archive;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The files one run could not send, for the person who has to look at them: a private file, written
 * anew by each run and only when there is something to write. File names go nowhere else.
 */
public final class RefusedList implements AutoCloseable {
  private final Path file;
  private @Nullable PrintWriter out;

  /** Removes what an earlier run wrote. */
  public RefusedList(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(file);
  }

  /** Adds one. */
  public synchronized void add(Path path, String code) {
    try {
      if (out == null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
      }
      out.println(code + "\t" + path);
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
  }

  @Override
  public synchronized void close() {
    if (out != null) {
      out.close();
    }
  }
}
