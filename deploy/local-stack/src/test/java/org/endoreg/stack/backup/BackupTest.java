package org.endoreg.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;
import org.endoreg.stack.progress.TransferProgress;
import org.endoreg.stack.suite.SuiteFailure;
import org.endoreg.stack.suite.SuiteFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore of a stopped suite, and every way in which a generation can be bad. */
class BackupTest {
  private static final Path ROOT = Path.of(System.getProperty("hub.root", "../.."));
  private static final String THERE = "raw/local/" + UUID.randomUUID();
  private static final String NEVER_THERE = "raw/local/" + UUID.randomUUID();
  private static final String ORPHAN = "processed/local/" + UUID.randomUUID();

  @TempDir private static Path shared = Path.of("");
  private static Path good = Path.of("");

  @TempDir private Path folder = Path.of("");

  private static SuiteFolder suite() {
    return new SuiteFolder(shared.resolve("suite"), ROOT);
  }

  @BeforeAll
  static void makeASuiteAndBackItUp() throws Exception {
    suite().create();
    Postgres postgres = new Postgres(suite().postgres(), suite().cache(), Ports.free());
    Process process = postgres.start();
    postgres.ensureDatabase("media", "test");
    try (Connection connection = postgres.connect("media");
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE TABLE medium (id int, raw_blob_key text)");
      sql.execute("INSERT INTO medium VALUES (1, '" + THERE + "'), (2, '" + NEVER_THERE + "')");
      sql.execute("CREATE TABLE outbox (sequence bigint, published_at timestamptz)");
      sql.execute("INSERT INTO outbox VALUES (41, now()), (42, now())");
      sql.execute("CREATE TABLE dead_letter (topic text)");
      sql.execute("INSERT INTO dead_letter VALUES ('media.events.v1')");
      sql.execute("CREATE TABLE resumable_upload (state text)");
      sql.execute("INSERT INTO resumable_upload VALUES ('open'), ('complete')");
      sql.execute("CREATE TABLE audit_head (seq bigint, hash text)");
      sql.execute("INSERT INTO audit_head VALUES (7, 'abc')");
    }
    Postgres.stopCleanly(process);
    blob(THERE);
    blob(ORPHAN);
    for (Path keys : List.of(suite().keys(), suite().identityKeys())) {
      Files.createDirectories(keys);
      Files.writeString(keys.resolve("kek"), "the kek of " + keys.getFileName());
    }
    Files.createDirectories(suite().blobs().resolve(".staging"));
    Files.writeString(suite().blobs().resolve(".staging/half.part"), "half a blob");
    suite().password("media");
    good = shared.resolve("good");
    backup(good, Optional.empty());
  }

  private static void blob(String key) throws IOException {
    Path file = suite().blobs().resolve(NamedBlobs.fileOf(key).toString());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "sealed bytes of " + key);
  }

  private static Manifest backup(Path target, Optional<Path> keys) throws IOException {
    return new Backup(suite(), target, keys, TransferProgress.silent()).run();
  }

  private static Manifest made() throws IOException {
    return new SealedManifest(Generation.of(good, Generation.usualKeys(good))).read();
  }

  private Restore.Result restore(Path from) throws IOException {
    return restore(from, Optional.empty());
  }

  private Restore.Result restore(Path from, Optional<Path> keys) throws IOException {
    return new Restore(from, keys, restored(), TransferProgress.silent()).run();
  }

  private SuiteFolder restored() {
    return new SuiteFolder(folder.resolve("restored"), ROOT);
  }

  private Path copy = Path.of("");

  @BeforeEach
  void copyTheGeneration() throws IOException {
    copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(good)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            copy.resolve(good.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void theManifestTellsWhatIsThere() throws IOException {
    Manifest made = made();
    DatabaseFacts media = made.databases().get(0);
    assertThat(media.name()).isEqualTo("media");
    assertThat(media.tables().get("public.medium")).extracting("rows").isEqualTo(2L);
    assertThat(media.outboxHighWater()).isEqualTo(42);
    assertThat(media.auditEntries()).isEqualTo(7);
    assertThat(media.auditHead()).isEqualTo("abc");
    assertThat(made.blobs().files()).as("without the half one").isEqualTo(2);
    assertThat(made.missing().blobs()).isEqualTo(1);
    assertThat(made.online()).isFalse();
    assertThat(made.settled()).isTrue();
    assertThat(good.resolve("database/superuser.password")).doesNotExist();
    assertThat(good.resolve("UNFINISHED")).doesNotExist();
  }

  @Test
  void whatIsRestoredIsWhatWasThereAndFitsAnEmptyBroker() throws Exception {
    Restore.Result result = restore(copy);
    assertThat(result.isWhole()).isTrue();
    assertThat(result.knownMissing()).isEqualTo(1);
    assertThat(result.orphans()).isEqualTo(1);
    assertThat(restored().blobs().resolve(NamedBlobs.fileOf(THERE).toString()))
        .hasContent("sealed bytes of " + THERE);
    assertThat(restored().keys().resolve("kek")).hasContent("the kek of keys");
    assertThat(restored().password("media")).isEqualTo(suite().password("media"));
    Postgres postgres = new Postgres(restored().postgres(), restored().cache(), Ports.free());
    Process process = postgres.start();
    assertThat(text(postgres, "SELECT count(*) FROM outbox WHERE published_at IS NULL"))
        .isEqualTo("2");
    assertThat(text(postgres, "SELECT string_agg(state, ',' ORDER BY state) FROM resumable_upload"))
        .isEqualTo("complete,expired");
    assertThat(text(postgres, "SELECT topic FROM dead_letter"))
        .isEqualTo("media.events.v1 before " + made().takenAt());
    Postgres.stopCleanly(process);
  }

  private static String text(Postgres postgres, String query) throws SQLException {
    try (Connection connection = postgres.connect("media");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void keysCanLieElsewhereAndWithoutThemNothingIsRestored() throws IOException {
    Path apart = folder.resolve("apart");
    Path rest = folder.resolve("rest");
    backup(rest, Optional.of(apart));
    assertThat(rest.resolve("keys")).doesNotExist();
    assertThat(apart.resolve("identity-keys/kek")).exists();
    assertThat(apart.resolve("superuser.password")).exists();
    assertThatThrownBy(() -> restore(rest)).hasMessageContaining("name them with --keys");
    assertThat(restore(rest, Optional.of(apart)).isWhole()).isTrue();
  }

  @Test
  void anUnfinishedBackupIsRefusedAndMadeAnew() throws IOException {
    Files.delete(copy.resolve("manifest.json"));
    Files.writeString(copy.resolve("UNFINISHED"), "");
    assertThatThrownBy(() -> restore(copy)).hasMessageContaining("no finished backup");
    assertThat(restored().data()).doesNotExist();
    assertThat(backup(copy, Optional.empty()).blobs().files()).isEqualTo(2);
  }

  @Test
  void aFolderWithSomethingInItIsNeverTouched() throws IOException {
    assertThatThrownBy(() -> backup(copy, Optional.empty())).hasMessageContaining("not empty");
    assertThat(copy.resolve("manifest.json")).exists();
    Files.createDirectories(restored().data());
    Files.writeString(restored().data().resolve("mine"), "");
    assertThatThrownBy(() -> restore(copy)).hasMessageContaining("not empty");
    assertThat(restored().data().resolve("mine")).exists();
    Path keys = Files.createDirectories(folder.resolve("keys-of-others"));
    Files.writeString(keys.resolve("kek"), "another one");
    assertThatThrownBy(() -> backup(folder.resolve("fresh"), Optional.of(keys)))
        .hasMessageContaining("not empty");
    assertThat(keys.resolve("kek")).exists();
  }

  @Test
  void aFlippedBitAnywhereIsNamedAndStopsTheRestore() throws IOException {
    assertRefused("blobs/" + NamedBlobs.fileOf(THERE), "blobs/" + NamedBlobs.fileOf(THERE));
    assertRefused("database/data/PG_VERSION", "database/data/PG_VERSION");
    assertRefused("keys/identity-keys/kek", "keys/identity-keys/kek");
    assertRefused("blobs.sha256", "blobs.sha256");
    assertRefused("database.sha256", "database.sha256");
    assertRefused("missing-blobs.txt", "missing-blobs.txt");
    assertRefused("manifest.json", "manifest.json");
    assertRefused("manifest.seal", "manifest.json");
    assertRefused("keys/keys/kek", "keys of another");
  }

  private void assertRefused(String flipped, String named) throws IOException {
    Path file = copy.resolve(flipped);
    byte[] before = Files.readAllBytes(file);
    byte[] after = before.clone();
    after[after.length / 2] ^= 1;
    Files.write(file, after);
    assertThatThrownBy(() -> restore(copy)).as(flipped).hasMessageContaining(named);
    Files.write(file, before);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("restor")))
          .as("nothing is left of it")
          .isEmpty();
    }
  }

  @Test
  void aMissingBlobIsToldAndAMissingTableFileStopsTheRestore() throws IOException {
    Files.delete(copy.resolve("blobs").resolve(NamedBlobs.fileOf(THERE).toString()));
    Restore.Result result = restore(copy);
    assertThat(result.isWhole()).isFalse();
    assertThat(result.missing())
        .containsExactly(THERE + " named by media.public.medium.raw_blob_key");
    Files.delete(copy.resolve("database/data/PG_VERSION"));
    assertThatThrownBy(
            () ->
                new Restore(
                        copy,
                        Optional.empty(),
                        new SuiteFolder(folder.resolve("second"), ROOT),
                        TransferProgress.silent())
                    .run())
        .hasMessageContaining("PG_VERSION is missing");
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws IOException {
    Path target = folder.resolve("full");
    Backup backup =
        new Backup(
            suite(), target, Optional.empty(), TransferProgress.silent(), unused -> 20 << 20);
    assertThatThrownBy(backup::run)
        .isInstanceOf(SuiteFailure.class)
        .hasMessageContaining("has 20 MiB left");
    try (Stream<Path> left = Files.list(target)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aBackupInsideTheDataFolderIsRefused() {
    assertThatThrownBy(() -> backup(suite().data().resolve("backup"), Optional.empty()))
        .hasMessageContaining("inside the data folder");
  }
}
