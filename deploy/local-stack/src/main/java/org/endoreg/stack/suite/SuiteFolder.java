package org.endoreg.stack.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Where everything of one suite lies, below one private folder. */
public record SuiteFolder(Path data, Path root) {

  /** {@code data} holds the suite's state, {@code root} is the checkout that was built. */
  public SuiteFolder {
    data = data.toAbsolutePath().normalize();
    root = root.toAbsolutePath().normalize();
  }

  /** Creates the folder, readable by its owner only. */
  public void create() throws IOException {
    if (!Files.exists(data)) {
      Files.createDirectories(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.createDirectories(run());
    Files.createDirectories(logs());
    Files.createDirectories(drop());
  }

  /**
   * The marker with which a host declares the file system encrypted. On one machine every blob is
   * encrypted by the suite itself, and the folder is private to its owner.
   */
  void declareEncrypted() throws IOException {
    Path marker = data.resolve(".encrypted");
    if (!Files.exists(marker)) {
      Files.writeString(marker, "blobs and keys are encrypted by the suite\n");
    }
  }

  Path run() {
    return data.resolve("run");
  }

  /** Log files, one per part. */
  public Path logs() {
    return data.resolve("logs");
  }

  /** Drop folders of all centers. */
  public Path drop() {
    return data.resolve("drop");
  }

  /** Generated sample files. */
  public Path samples() {
    return data.resolve("samples");
  }

  /** Encrypted blobs. */
  public Path blobs() {
    return data.resolve("blobs");
  }

  /** Keys of the deployment. */
  public Path keys() {
    return data.resolve("keys");
  }

  /** Keys of identity, in the anonymizer's hands only. */
  public Path identityKeys() {
    return data.resolve("identity-keys");
  }

  /** The database server's own folder. */
  public Path postgres() {
    return data.resolve("postgres");
  }

  /** Passwords that were made once. */
  public Path passwords() {
    return data.resolve("passwords");
  }

  /** What several runs share: unpacked programs, class archives. */
  public Path cache() {
    return root.resolve(".cache");
  }

  /** Keycloak as {@code deploy/tools.sh --keycloak} unpacked it. */
  Path keycloakDistribution() {
    return cache().resolve("keycloak/dist");
  }

  Path stateFile() {
    return run().resolve("suite.json");
  }

  Path lockFile() {
    return run().resolve("suite.lock");
  }

  /** What the transfer hub of a site proves itself with, and whom it trusts. */
  public Path transferPapers() {
    return data.resolve("transfer");
  }

  /** A password that is made once and kept in a private file. */
  public String password(String owner) throws IOException {
    Path file = Files.createDirectories(passwords()).resolve(owner);
    if (!Files.exists(file)) {
      writePrivately(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  /** Writes a file that only its owner can read, from its first byte on. */
  public static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }
}
