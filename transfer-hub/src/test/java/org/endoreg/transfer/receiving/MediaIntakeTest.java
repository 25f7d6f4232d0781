package org.endoreg.transfer.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.Caller;
import org.endoreg.platform.access.CenterScope;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What the exploration found in the front door, on a real database with real ciphertexts. */
@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class MediaIntakeTest {
  private static final String TEXT = "anonymized";
  private static final Caller NODE =
      new Caller(
          Caller.Kind.NODE,
          TransferRows.NODE,
          "Node",
          Set.of(),
          EnumSet.noneOf(Capability.class),
          CenterScope.of(new CenterKey(TransferRows.CENTER)));

  private final TransferRows rows;
  private final MediaIntake media;
  private final Jdbi jdbi;

  MediaIntakeTest(TransferRows rows, MediaIntake media, Jdbi jdbi) {
    this.rows = rows;
    this.media = media;
    this.jdbi = jdbi;
  }

  @Test
  void bytesThatCameBeforeAKillAreAppliedWhenTheNodeComesBack() throws Exception {
    UUID id = rows.add(waiting(MediaStatus.RECEIVING), "retain_all", Instant.now());
    byte[] ciphertext = rows.seal(id, TEXT);
    Files.write(rows.ciphertext(id, Instant.now()), ciphertext);
    MediaIntake.Progress progress = bind(id);
    assertThat(progress.offset()).isEqualTo(ciphertext.length);
    awaitApplied(id);
  }

  @Test
  void anEnvelopeThatWasRefusedOnceIsOpenedWhenItComesAgain() throws Exception {
    UUID id = rows.add(waiting(MediaStatus.RECEIVING), "retain_all", Instant.now());
    byte[] ciphertext = rows.seal(id, TEXT);
    byte[] changed = ciphertext.clone();
    changed[changed.length - 1] ^= 1;
    send(id, changed);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> rows.text(id, "media_status").equals("refused"));
    assertThat(rows.text(id, "ciphertext_removal")).isEqualTo("refused");
    send(id, ciphertext);
    awaitApplied(id);
    assertThat(rows.told("hub.transfer_ciphertext_removed", id.toString())).isEqualTo(2);
  }

  private void send(UUID id, byte[] ciphertext) throws Exception {
    assertThat(bind(id).offset()).isZero();
    media.append(
        NODE, TransferRows.key(TransferRows.NODE, id), 0, new ByteArrayInputStream(ciphertext));
  }

  private MediaIntake.Progress bind(UUID id) throws IOException {
    return media.expect(
        NODE,
        TransferRows.key(TransferRows.NODE, id),
        new ObjectMapper().readTree(rows.text(id, "envelope")));
  }

  private void awaitApplied(UUID id) {
    await().atMost(Duration.ofSeconds(30)).until(() -> rows.text(id, "status").equals("applied"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> rows.text(id, "ciphertext_removal").equals("applied"));
    long told =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM work_item WHERE natural_key LIKE :key")
                    .bind("key", id + "%")
                    .mapTo(Long.class)
                    .one());
    assertThat(told).as("one item for one envelope").isEqualTo(1);
  }

  private static TransferState waiting(MediaStatus media) {
    return new TransferState(TransferStatus.AWAITING_MEDIA, media);
  }
}
