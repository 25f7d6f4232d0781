package org.endoreg.stack.backup;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.endoreg.backing.ClusterCopy;
import org.endoreg.backing.Postgres;
import org.endoreg.contracts.events.Topic;
import org.endoreg.stack.broker.BrokerView;
import org.endoreg.stack.progress.Fingerprints;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteLock;
import org.endoreg.stack.suite.SuiteState;

/**
 * Makes one generation of a suite, running or stopped. The moment it shows is the end of the copy
 * of the databases; blobs are copied before it, so that this takes long without holding anything,
 * and once more after it, because a blob is there before a row names it.
 */
public final class Backup {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);
  private static final long RESERVE = 64L << 20;
  private static final String VERSION = "0.1.0";

  private final SuiteFolder suite;
  private final Generation generation;
  private final TransferProgress progress;
  private final HashedCopy files;
  private final FreeRoom room;

  /** Tells how many bytes the file system of a folder can take. */
  @FunctionalInterface
  interface FreeRoom {
    long bytes(Path folder) throws IOException;
  }

  /** Of this suite into the folder {@code target}, its keys into {@code keys}. */
  public Backup(SuiteFolder suite, Path target, Optional<Path> keys, TransferProgress progress) {
    this(suite, target, keys, progress, folder -> Files.getFileStore(folder).getUsableSpace());
  }

  Backup(
      SuiteFolder suite,
      Path target,
      Optional<Path> keys,
      TransferProgress progress,
      FreeRoom room) {
    this.suite = suite;
    this.generation = Generation.of(target, keys.orElse(Generation.usualKeys(target)));
    this.progress = progress;
    this.files = new HashedCopy(progress);
    this.room = room;
  }

  /**
   * Makes the generation; nothing of it stays when that fails.
   *
   * @throws SuiteFailure when the target is not empty, the disk is full or nothing is there to copy
   */
  public Manifest run() throws IOException {
    if (!Files.exists(suite.postgres().resolve("data/PG_VERSION"))) {
      throw new SuiteFailure("there is no suite at " + suite.data());
    }
    if (generation.folder().startsWith(suite.data())
        || generation.keys().startsWith(suite.data())) {
      throw new SuiteFailure("a backup inside the data folder is none; name another folder");
    }
    generation.begin();
    try {
      return runOrFail();
    } catch (IOException | RuntimeException failed) {
      generation.clear();
      if (isDiskFull(failed)) {
        throw diskFull(failed);
      }
      throw failed;
    } finally {
      progress.end();
    }
  }

  private Manifest runOrFail() throws IOException {
    requireRoom();
    Optional<SuiteState> running = running();
    if (running.isPresent()) {
      return copy(running);
    }
    SuiteLock lock =
        SuiteLock.take(suite)
            .orElseThrow(() -> new SuiteFailure("the suite is just starting; try again"));
    try {
      return copy(running);
    } finally {
      lock.close();
    }
  }

  private Optional<SuiteState> running() throws IOException {
    return SuiteState.read(suite)
        .filter(state -> state.part("postgresql").flatMap(part -> part.process()).isPresent());
  }

  private Manifest copy(Optional<SuiteState> running) throws IOException {
    Moment moment;
    FileList.Inventory blobs;
    try (FileList list = new FileList(generation.blobList())) {
      progress.phase("blobs");
      copyBlobs(list);
      moment = copyDatabases(running);
      progress.phase("blobs");
      copyBlobs(list);
      blobs = list.finish();
    }
    progress.phase("reading the copy");
    Manifest manifest = manifest(moment, blobs, read());
    new SealedManifest(generation).write(manifest);
    return manifest;
  }

  private Manifest manifest(Moment moment, FileList.Inventory blobs, Read read) throws IOException {
    return new Manifest(
        Manifest.FORMAT,
        VERSION,
        moment.takenAt.toString(),
        moment.online,
        moment.settled,
        read.facts,
        listed(generation.database(), generation.databaseList()),
        Manifest.Listed.of(blobs, hashOfList(generation.blobList())),
        keys(),
        read.missing,
        waitingInDropFolders());
  }

  /**
   * A file that was dropped and submitted before the backup began is on the broker only until the
   * ledger has read it, and the broker is not in the backup.
   */
  private static boolean settle(SuiteState state) {
    return state
        .part("kafka")
        .map(
            part -> {
              try (BrokerView broker = new BrokerView("127.0.0.1:" + part.port())) {
                return broker.awaitRead("ingest-gateway", Topic.UPLOAD_JOB_EVENTS, SETTLE_LIMIT);
              } catch (BrokerView.BrokerAway away) {
                return false;
              }
            })
        .orElse(false);
  }

  private Moment copyDatabases(Optional<SuiteState> running) throws IOException {
    boolean settled = running.map(Backup::settle).orElse(true);
    progress.phase("databases");
    int port =
        running.flatMap(state -> state.part("postgresql")).map(part -> part.port()).orElse(0);
    Postgres server = new Postgres(suite.postgres(), suite.cache(), port);
    Path to = generation.database().resolve("data");
    if (running.isPresent()) {
      ClusterCopy.ofRunning(server, to, files::copy);
    } else {
      ClusterCopy.ofStopped(server, to, files::copy);
    }
    return new Moment(Instant.now(), running.isPresent(), settled);
  }

  /** Read from the copy, not from the running suite: only there time stands still. */
  private Read read() throws IOException {
    makePrivate(generation.database().resolve("data"));
    ScratchServer server =
        new ScratchServer(
            generation.database(), suite.cache(), suite.postgres().resolve("superuser.password"));
    HashedCopy.write(generation.missingList(), new byte[0]);
    List<DatabaseFacts> facts;
    NamedBlobs named;
    try (Writer missing = Files.newBufferedWriter(generation.missingList())) {
      named = new NamedBlobs(generation.blobs(), new Fingerprints(), missing);
      facts =
          server.look(
              databases -> {
                databases.forEachBlobName(named::check);
                return databases.facts();
              });
    }
    server.tidy();
    return new Read(
        facts, new Manifest.Missing(named.missingCount(), hashOfList(generation.missingList())));
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
  }

  private void copyBlobs(FileList list) throws IOException {
    forEachBlob(
        suite.blobs(),
        (file, attributes) -> {
          Path name = suite.blobs().relativize(file);
          Path to = generation.blobs().resolve(name.toString());
          if (!Files.exists(to)) {
            copyBlob(file, to, name, list);
          }
        });
  }

  private void copyBlob(Path file, Path to, Path name, FileList list) throws IOException {
    try {
      HashedCopy.createFolder(to.getParent());
      list.add(name.toString(), files.copy(file, to), Files.size(to));
    } catch (NoSuchFileException gone) {
      // Removed since the folder was read: whoever removed it knew that no row needs it.
      Files.deleteIfExists(to);
    }
  }

  /** Work in progress lies in folders that begin with a dot; who wrote it sends it again. */
  private static void forEachBlob(Path blobs, BlobVisit visit) throws IOException {
    if (!Files.isDirectory(blobs)) {
      return;
    }
    Files.walkFileTree(
        blobs,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.getFileName().toString().startsWith(".") && !folder.equals(blobs)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              visit.file(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private Manifest.Listed listed(Path folder, Path listFile) throws IOException {
    try (FileList list = new FileList(listFile);
        Stream<Path> content = Files.walk(folder)) {
      for (Path file : content.filter(Files::isRegularFile).sorted().toList()) {
        list.add(folder.relativize(file).toString(), files.hash(file), Files.size(file));
      }
      return Manifest.Listed.of(list.finish(), hashOfList(listFile));
    }
  }

  private static String hashOfList(Path list) throws IOException {
    return new HashedCopy(TransferProgress.silent()).hash(list);
  }

  private Manifest.Listed keys() throws IOException {
    copyFolder(suite.keys(), generation.keys().resolve("keys"));
    copyFolder(suite.identityKeys(), generation.keys().resolve("identity-keys"));
    copyFolder(suite.passwords(), generation.keys().resolve("passwords"));
    files.copy(
        suite.postgres().resolve("superuser.password"),
        generation.keys().resolve("superuser.password"));
    return listed(generation.keys(), generation.keyList());
  }

  private void copyFolder(Path from, Path to) throws IOException {
    HashedCopy.createFolder(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> content = Files.list(from)) {
      for (Path file : content.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith(".")) {
          files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private long waitingInDropFolders() throws IOException {
    if (!Files.isDirectory(suite.drop())) {
      return 0;
    }
    try (Stream<Path> dropped = Files.walk(suite.drop())) {
      return dropped.filter(Files::isRegularFile).count();
    }
  }

  private void requireRoom() throws IOException {
    long[] sum = new long[2];
    BlobVisit add =
        (file, attributes) -> {
          sum[0]++;
          sum[1] += attributes.size();
        };
    forEachBlob(suite.blobs(), add);
    forEachBlob(suite.postgres().resolve("data"), add);
    progress.expect(sum[0], sum[1]);
    if (room.bytes(generation.folder()) < sum[1] + RESERVE) {
      throw new SuiteFailure(
          String.format(
              Locale.ROOT,
              "the backup needs %d MiB and %s has %d MiB left",
              (sum[1] + RESERVE) >> 20,
              generation.folder(),
              room.bytes(generation.folder()) >> 20));
    }
  }

  private static boolean isDiskFull(Throwable failed) {
    return failed instanceof IOException
        && failed.getMessage() != null
        && (failed.getMessage().contains("No space left")
            || failed.getMessage().contains("quota exceeded"));
  }

  private SuiteFailure diskFull(Throwable cause) {
    return new SuiteFailure(
        "the disk of "
            + generation.folder()
            + " became full; the unfinished backup was removed, earlier ones are untouched",
        cause);
  }

  private record Moment(Instant takenAt, boolean online, boolean settled) {}

  private record Read(List<DatabaseFacts> facts, Manifest.Missing missing) {}

  /** Looks at one file. */
  @FunctionalInterface
  private interface BlobVisit {
    void file(Path file, BasicFileAttributes attributes) throws IOException;
  }
}
