package org.endoreg.backing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL programs, unpacked once into a cache folder that several runs may share. */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /** Unpacks below {@code cache} unless that was done before. */
  static PostgresBinaries in(Path cache) {
    Path folder = cache.resolve("postgres-18");
    try {
      if (!Files.exists(folder.resolve("bin/postgres"))) {
        unpackInto(cache, folder);
      }
      return new PostgresBinaries(folder);
    } catch (IOException failed) {
      throw new BackingFailure("PostgreSQL could not be unpacked to " + folder, failed);
    }
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static void unpackInto(Path cache, Path folder) throws IOException {
    Path fresh = Files.createDirectories(cache.resolve("postgres-" + UUID.randomUUID()));
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (packed == null) {
        throw new IOException("this machine's kind is not supported: only Linux on x86-64 is");
      }
      unpack(packed, fresh);
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unexpected) {
      throw unexpected;
    } catch (FileSystemException anotherRunWasFirst) {
      TemporaryFolder.remove(fresh);
      if (!Files.exists(folder.resolve("bin/postgres"))) {
        throw anotherRunWasFirst;
      }
    }
  }

  private static void unpack(InputStream packed, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
      for (@Nullable TarArchiveEntry entry = tar.getNextEntry();
          entry != null;
          entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }
}
