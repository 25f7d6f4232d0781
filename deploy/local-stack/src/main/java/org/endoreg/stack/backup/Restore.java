package org.endoreg.stack.backup;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.stack.progress.Fingerprints;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;

/**
 * Makes a data folder from a generation. Everything is checked before anything is written, and the
 * folder appears under its name only when it is whole. Blobs that are missing are told, never
 * guessed: the ledger marks their jobs {@code lost}.
 */
public final class Restore {
  private static final long RESERVE = 64L << 20;

  /** Folders PostgreSQL needs that may have been lost on the way, because they are empty. */
  private static final List<String> EMPTY_DATABASE_FOLDERS =
      List.of(
          "pg_commit_ts",
          "pg_dynshmem",
          "pg_logical/mappings",
          "pg_logical/snapshots",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat",
          "pg_stat_tmp",
          "pg_subtrans",
          "pg_tblspc",
          "pg_twophase",
          "pg_wal/archive_status",
          "pg_wal/summaries");

  private final Generation generation;
  private final SuiteFolder suite;
  private final TransferProgress progress;
  private final HashedCopy files;

  /** From the generation in {@code from} with its keys in {@code keys} to this suite's folder. */
  public Restore(Path from, Optional<Path> keys, SuiteFolder suite, TransferProgress progress) {
    this.generation = Generation.of(from, keys.orElse(Generation.usualKeys(from)));
    this.suite = suite;
    this.progress = progress;
    this.files = new HashedCopy(progress);
  }

  /** What came back, and what did not. */
  public record Result(
      Manifest manifest, List<String> missing, long missingCount, long knownMissing, long orphans) {

    /** True when every blob that was there at the backup is there again. */
    public boolean isWhole() {
      return missingCount == 0;
    }
  }

  /**
   * Checks, then restores.
   *
   * @throws SuiteFailure when the data folder is in use, the backup is unfinished, or a file of it
   *     is not the one that was backed up
   */
  public Result run() throws IOException {
    Generation.requireEmpty(suite.data());
    Manifest manifest = new SealedManifest(generation).read();
    requireRoom(manifest);
    Path fresh =
        suite.data().resolveSibling(suite.data().getFileName() + ".restoring-" + UUID.randomUUID());
    try {
      check(manifest);
      Result result = restoreInto(fresh, manifest);
      progress.phase("forcing to disk");
      HashedCopy.force(fresh);
      appear(fresh);
      return result;
    } catch (IOException | RuntimeException failed) {
      Generation.remove(fresh);
      throw failed;
    } finally {
      progress.end();
    }
  }

  private void requireRoom(Manifest manifest) throws IOException {
    long bytes = manifest.database().bytes() + manifest.blobs().bytes();
    progress.expect(
        2 * (manifest.database().files() + manifest.blobs().files() + manifest.keys().files()),
        2 * (bytes + manifest.keys().bytes()));
    Path parent = suite.data().getParent();
    Files.createDirectories(parent);
    long free = Files.getFileStore(parent).getUsableSpace();
    if (free < bytes + RESERVE) {
      throw new SuiteFailure(
          "the restored suite needs "
              + ((bytes + RESERVE) >> 20)
              + " MiB and "
              + parent
              + " has "
              + (free >> 20)
              + " MiB left");
    }
  }

  /** Every byte is read and compared before the first one is written. */
  private void check(Manifest manifest) throws IOException {
    progress.phase("checking");
    requireList(generation.databaseList(), manifest.database().listSha256());
    requireList(generation.blobList(), manifest.blobs().listSha256());
    requireList(generation.keyList(), manifest.keys().listSha256());
    requireList(generation.missingList(), manifest.missing().listSha256());
    checkAll(generation.keyList(), generation.keys(), "keys", true);
    checkAll(generation.databaseList(), generation.database(), "database", true);
    checkAll(generation.blobList(), generation.blobs(), "blobs", false);
  }

  private static void requireList(Path list, String sha256) throws IOException {
    if (!Files.exists(list)
        || !new HashedCopy(TransferProgress.silent()).hash(list).equals(sha256)) {
      throw new SuiteFailure(list.getFileName() + " is not the list the manifest speaks of");
    }
  }

  private void checkAll(Path list, Path folder, String part, boolean required) throws IOException {
    FileList.forEach(
        list,
        entry -> {
          try {
            if (!files.hash(folder.resolve(entry.name())).equals(entry.sha256())) {
              throw new SuiteFailure(
                  part
                      + "/"
                      + entry.name()
                      + " was changed after the backup; nothing was restored");
            }
          } catch (NoSuchFileException gone) {
            requireOptional(part, entry, required);
          }
        });
  }

  private static void requireOptional(String part, FileList.Entry entry, boolean required) {
    if (required) {
      throw new SuiteFailure(
          part + "/" + entry.name() + " is missing from the backup; nothing was restored");
    }
  }

  private Result restoreInto(Path fresh, Manifest manifest) throws IOException {
    progress.phase("restoring");
    SuiteFolder target = new SuiteFolder(fresh, suite.root());
    HashedCopy.createFolder(fresh);
    copyAll(generation.keyList(), generation.keys(), name -> placeOfKey(target, name));
    copyAll(generation.databaseList(), generation.database(), target.postgres()::resolve);
    copyAll(generation.blobList(), generation.blobs(), target.blobs()::resolve);
    for (String folder : EMPTY_DATABASE_FOLDERS) {
      HashedCopy.createFolder(target.postgres().resolve("data").resolve(folder));
    }
    return settle(target, manifest);
  }

  private void copyAll(Path list, Path folder, Placing placing) throws IOException {
    FileList.forEach(
        list,
        entry -> {
          Path from = folder.resolve(entry.name());
          if (Files.exists(from)) {
            Path to = placing.of(entry.name());
            HashedCopy.createFolder(to.getParent());
            if (!files.copy(from, to).equals(entry.sha256())) {
              throw new SuiteFailure(entry.name() + " changed while it was restored");
            }
          }
        });
  }

  private Result settle(SuiteFolder target, Manifest manifest) throws IOException {
    progress.phase("opening the databases");
    NamedBlobs named = new NamedBlobs(target.blobs(), knownMissing(), Writer.nullWriter());
    ScratchServer server =
        new ScratchServer(
            target.postgres(), suite.cache(), target.postgres().resolve("superuser.password"));
    server.look(
        databases -> {
          requireFacts(manifest, databases.facts());
          databases.forEachBlobName(named::check);
          databases.prepareForEmptyBroker(manifest.takenAt());
          return "";
        });
    List<String> missing = new ArrayList<>();
    named.missing().forEach(blob -> missing.add(blob.key() + " named by " + blob.place()));
    long restoredBlobs = manifest.blobs().files() - missingFiles();
    return new Result(
        manifest,
        missing,
        named.missingCount(),
        named.knownCount(),
        restoredBlobs - named.presentCount());
  }

  private Fingerprints knownMissing() throws IOException {
    Fingerprints known = new Fingerprints();
    try (Stream<String> keys = Files.lines(generation.missingList())) {
      keys.forEach(key -> known.add(Fingerprints.of(key)));
    }
    return known;
  }

  private long missingFiles() throws IOException {
    long[] missing = new long[1];
    FileList.forEach(
        generation.blobList(),
        entry -> missing[0] += Files.exists(generation.blobs().resolve(entry.name())) ? 0 : 1);
    return missing[0];
  }

  private static void requireFacts(Manifest manifest, List<DatabaseFacts> restored) {
    if (!manifest.databases().equals(restored)) {
      throw new SuiteFailure("the restored databases do not hold the rows the manifest tells of");
    }
  }

  private void appear(Path fresh) throws IOException {
    try {
      Files.deleteIfExists(suite.data());
      Files.move(fresh, suite.data(), StandardCopyOption.ATOMIC_MOVE);
      Files.setPosixFilePermissions(suite.data(), PosixFilePermissions.fromString("rwx------"));
      HashedCopy.force(suite.data());
    } catch (FileSystemException inTheWay) {
      throw new SuiteFailure(
          suite.data() + " cannot be made; name a folder that does not exist yet", inTheWay);
    }
  }

  private static Path placeOfKey(SuiteFolder target, String name) {
    return name.equals("superuser.password")
        ? target.postgres().resolve(name)
        : target.data().resolve(name);
  }

  /** Where a file of a list goes in the data folder. */
  @FunctionalInterface
  private interface Placing {
    Path of(String name);
  }
}
