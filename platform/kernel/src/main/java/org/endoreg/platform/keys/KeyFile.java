package org.endoreg.platform.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.endoreg.platform.startup.StartupRefused;

/**
 * A private file that is created once, whole or not at all, and refused when others could read it.
 */
final class KeyFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final int LARGEST = 65_536;

  private final Path path;

  KeyFile(Path path) {
    this.path = path;
  }

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Several services may start at once: the first one's content wins, the others read it. */
  byte[] createOrRead(byte[] content) throws IOException {
    Path written = path.resolveSibling("." + UUID.randomUUID() + ".new");
    Path folder = privateFolder();
    try (FileChannel channel =
        FileChannel.open(
            written,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    try {
      Files.createLink(path, written);
      force(folder);
    } catch (FileAlreadyExistsException anotherWasFirst) {
      return read();
    } finally {
      Files.deleteIfExists(written);
    }
    return content;
  }

  byte[] read() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused("must be a regular file, not a link");
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw refused("must be readable by its owner only (mode 0600)");
    }
    if (Files.size(path) > LARGEST) {
      throw refused("is too large for a key file");
    }
    return Files.readAllBytes(path);
  }

  private Path privateFolder() throws IOException {
    return Files.createDirectories(
        path.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
  }

  /** Without this a power cut could lose the name of a key that data on disk already needs. */
  private static void force(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private StartupRefused refused(String reason) {
    return new StartupRefused("endoreg.keys-dir", path.getFileName() + " " + reason);
  }
}
