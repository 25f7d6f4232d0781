package org.endoreg.stack.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The classes of one service as its JVM keeps them after parsing: written when the service first
 * ends, mapped by later starts, which saves much of a start's processor time. The JVM itself
 * refuses an archive of another JDK or build, but maps a damaged one and crashes; so an archive's
 * name states its checksum, and only one that holds it is used. Whatever fails here costs the gain
 * and never the start.
 *
 * @param folder where archives are kept
 * @param name the service, its build and the JDK
 * @param fresh where the JVM writes; private to one suite
 */
record ClassArchive(Path folder, String name, Path fresh) {
  private static final String ENDING = ".jsa";
  private static final int PIECE = 1 << 16;

  /** The archive of this build of a service for the JDK in use. */
  static ClassArchive of(SuiteFolder suite, String service, Path application) {
    String build = Long.toString(application.toFile().lastModified(), Character.MAX_RADIX);
    return new ClassArchive(
        suite.cache().resolve("classes"),
        service + "~" + Runtime.version() + "~" + build,
        suite.run().resolve(service + ENDING));
  }

  /** What to tell the JVM: to use the archive, or to write one when it ends. */
  List<String> jvmOptions() {
    try {
      Files.createDirectories(folder);
      String option =
          sound()
              .map(archive -> "-XX:SharedArchiveFile=" + archive)
              .orElse("-XX:ArchiveClassesAtExit=" + fresh);
      // what the JVM says about classes it cannot archive is no fault of the service
      return List.of(option, "-Xlog:cds*=error");
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Keeps what the JVM has written; call only when it has ended in order. */
  void keep() {
    try {
      if (Files.exists(fresh)) {
        removeOlder();
        Path part = folder.resolve(name + ".part");
        Files.copy(fresh, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, folder.resolve(named(part)), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(fresh);
      }
    } catch (IOException full) {
      fresh.toFile().delete();
    }
  }

  /** True when a later start finds one. */
  boolean isKept() {
    try {
      return Files.isDirectory(folder) && sound().isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  private Optional<Path> sound() throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, name + "~*" + ENDING)) {
      for (Path archive : archives) {
        if (archive.getFileName().toString().equals(named(archive))) {
          return Optional.of(archive);
        }
      }
    }
    return Optional.empty();
  }

  /** Of every build, also those of this one that were not sound. */
  private void removeOlder() throws IOException {
    String service = name.substring(0, name.lastIndexOf('~'));
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, service + "~*")) {
      for (Path archive : archives) {
        Files.deleteIfExists(archive);
      }
    }
  }

  private String named(Path archive) throws IOException {
    CRC32C sum = new CRC32C();
    try (FileChannel bytes = FileChannel.open(archive, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (bytes.read(piece.clear()) >= 0) {
        sum.update(piece.flip());
      }
      return "%s~%x-%08x%s".formatted(name, bytes.size(), sum.getValue(), ENDING);
    }
  }
}
