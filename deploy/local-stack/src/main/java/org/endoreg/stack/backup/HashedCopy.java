package org.endoreg.stack.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.jspecify.annotations.Nullable;

/** Copies and reads files, hashing on the way. What it writes only its owner can read. */
final class HashedCopy {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");
  private static final int BUFFER = 1 << 18;

  private final TransferProgress progress;
  private final byte[] buffer = new byte[BUFFER];

  HashedCopy(TransferProgress progress) {
    this.progress = progress;
  }

  /** Copies to a new file and returns the SHA-256 of what was copied. */
  String copy(Path from, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(from);
        OutputStream out =
            Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(to, PRIVATE);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        digest.update(buffer, 0, read);
        progress.bytes(read);
      }
    }
    progress.file();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of a file. */
  String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        progress.bytes(read);
      }
    }
    progress.file();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes a small file only its owner can read. */
  static void write(Path file, byte[] content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
    Files.write(file, content);
  }

  /**
   * Creates a folder, and those above it, that only its owner can enter; null, the folder above a
   * root, is there.
   */
  static void createFolder(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Forces the whole file system of a folder to disk: one call instead of one a file. */
  static void force(Path folder) throws IOException {
    try {
      Process sync = new ProcessBuilder("sync", "-f", folder.toString()).inheritIO().start();
      if (!sync.waitFor(30, TimeUnit.MINUTES) || sync.exitValue() != 0) {
        throw new SuiteFailure("the files could not be forced to disk at " + folder);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new SuiteFailure("interrupted");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
