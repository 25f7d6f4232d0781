package org.endoreg.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.live.LiveServices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditChainTest {
  private static final CenterKey CENTER = new CenterKey("ulm");
  private static final Jdbi JDBI = LiveServices.get().database("audit_chain");

  private final AuditChain chain = new AuditChain("test-service");
  private final AuditLinker linker = new AuditLinker(JDBI);
  private final CheckpointSeal seal;

  AuditChainTest(@TempDir Path keys) {
    this.seal = new CheckpointSeal(Keyring.open(keys), "test-service");
  }

  @BeforeEach
  void beginAnew() {
    tamper(
        database -> {
          database.execute("DELETE FROM audit_entry");
          database.execute("DELETE FROM audit_checkpoint");
          database.execute("DELETE FROM audit_pending");
          database.execute("UPDATE audit_head SET seq = 0, hash = repeat('0', 64)");
        });
  }

  @Test
  void whatIsWrittenIsLinkedAndVerifies() {
    write(25);
    assertThat(linker.linkBatch()).isEqualTo(25);
    assertThat(linker.linkBatch()).isZero();
    ChainCheck.Result result = walk();
    assertThat(result.firstBad()).isEmpty();
    assertThat(result.entries()).isEqualTo(25);
  }

  @Test
  void whatIsRolledBackWasNeverTold() {
    assertThatThrownBy(
            () ->
                JDBI.useTransaction(
                    transaction -> {
                      chain.append(transaction, event(1));
                      throw new IllegalStateException("the business of it failed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(linker.linkBatch()).isZero();
  }

  @Test
  void manyWritersAndTwoLinkersLeaveNoGap() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all =
          List.of(
              threads.submit(() -> writeOneByOne(20)),
              threads.submit(() -> writeOneByOne(20)),
              threads.submit(() -> writeOneByOne(20)),
              threads.submit(() -> writeOneByOne(20)),
              threads.submit(() -> linkUntil(80)),
              threads.submit(() -> linkUntil(80)));
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(walk()).isEqualTo(new ChainCheck.Result(Optional.empty(), 80, walk().headHash()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_entry SET entry = replace(entry, 'report', 'videos') WHERE seq = 7",
        "DELETE FROM audit_entry WHERE seq = 7",
        "UPDATE audit_entry a SET entry = b.entry FROM audit_entry b"
            + " WHERE (a.seq, b.seq) IN ((7, 8), (8, 7))",
        "UPDATE audit_entry SET seq = 12 WHERE seq = 7",
        "UPDATE audit_entry SET prev_hash = repeat('0', 64) WHERE seq = 7"
      })
  void aPlantedFaultIsFoundAtItsPlace(String fault) {
    write(10);
    linker.linkBatch();
    assertThat(walk().firstBad()).isEmpty();
    tamper(database -> database.execute(fault));
    assertThat(walk().firstBad()).contains(7L);
  }

  @Test
  void aMovedHeadIsFound() {
    write(10);
    linker.linkBatch();
    tamper(database -> database.execute("UPDATE audit_head SET hash = repeat('1', 64)"));
    assertThat(walk().firstBad()).contains(11L);
  }

  @Test
  void aTailCutTogetherWithTheHeadIsFoundByTheSignedCheckpoint() {
    write(10);
    linker.linkBatch();
    checkpoint();
    tamper(
        database -> {
          database.execute("DELETE FROM audit_entry WHERE seq > 4");
          database.execute(
              "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_entry"
                  + " WHERE seq = 4)");
        });
    assertThat(walk().firstBad()).contains(10L);
  }

  @Test
  void aCheckpointWithoutTheKeyIsForged() {
    write(10);
    linker.linkBatch();
    checkpoint();
    tamper(
        database ->
            database.execute(
                "UPDATE audit_checkpoint SET signature = encode(decode(repeat('ab', 69), 'hex'),"
                    + " 'base64')"));
    assertThat(walk().firstBad()).contains(10L);
  }

  @Test
  void theApplicationCannotChangeTheChain() {
    write(3);
    linker.linkBatch();
    for (String change :
        List.of(
            "UPDATE audit_entry SET action = 'x'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry")) {
      assertThatThrownBy(() -> JDBI.useHandle(handle -> handle.execute(change)))
          .hasMessageContaining("the audit chain only grows");
    }
  }

  @Test
  void freeTextAndUnknownMembersAreRefused() {
    assertThatThrownBy(() -> eventWith(Map.of("kind", "Müller, Eva")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> eventWith(Map.of("file_name", "x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AuditEvent(AuditAction.UPLOAD_LOST, CENTER, "job", "a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void write(int entries) {
    JDBI.useTransaction(
        transaction -> {
          for (int number = 0; number < entries; number++) {
            chain.append(transaction, event(number));
          }
        });
  }

  private void writeOneByOne(int entries) {
    for (int i = 0; i < entries; i++) {
      write(1);
    }
  }

  private void linkUntil(long entries) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> linker.linkBatch() < 0 || walk().entries() == entries);
  }

  private ChainCheck.Result walk() {
    return JDBI.inTransaction(
        org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ,
        transaction -> new ChainCheck(seal).walk(transaction, Checkpoint.GENESIS));
  }

  private void checkpoint() {
    ChainCheck.Result sound = walk();
    Checkpoint checkpoint = new Checkpoint(sound.entries(), sound.headHash());
    JDBI.useHandle(
        handle ->
            handle.execute(
                "INSERT INTO audit_checkpoint (seq, hash, signature) VALUES (?, ?, ?)",
                checkpoint.seq(),
                checkpoint.hash(),
                seal.sign(checkpoint)));
  }

  /** As the owner of the database could: the triggers do not stop them. */
  private static void tamper(Consumer<Handle> change) {
    JDBI.useTransaction(
        transaction -> {
          transaction.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER");
          change.accept(transaction);
          transaction.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER");
        });
  }

  private static AuditEvent event(int number) {
    return eventWith(Map.of("kind", "report", "size_bytes", number));
  }

  private static AuditEvent eventWith(Map<String, Object> data) {
    return new AuditEvent(AuditAction.UPLOAD_CREATED, CENTER, "upload_job", "0190a1b2", data);
  }
}
