package org.endoreg.platform.blob;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.keys.Keyring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash, a cut line or a hand on the disk may do to a blob that arrives in pieces. */
class StagedBlobTest {
  private static final int PART = PartLayout.PART_BYTES;
  private static final byte[] MARK = "a sentence nobody may read on disk".getBytes(US_ASCII);

  @TempDir Path root = Path.of("");

  private final Random random = new Random(11);
  private final UUID id = UUID.randomUUID();
  private final BlobKey key = BlobKey.of(BlobKey.Role.RAW, new CenterKey("local"), id);
  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
  private BlobVault vault;
  private StagingArea area;

  @BeforeEach
  @Initializer
  void open() throws IOException {
    StreamingAead encryption = Keyring.open(root.resolve("keys")).blobs();
    FreeSpace space = folder -> free.get();
    vault = new BlobVault(new FileObjectStore(root.resolve("blobs"), 0, space), encryption);
    area = newArea();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 12_345})
  void whatIsStagedIsTheBlobOnceHandedOver(int size) throws IOException {
    byte[] plain = bytes(size);
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(plain, 0, size);
      assertThat(blob.offset()).isEqualTo(size);
      assertThat(staged(blob)).isEqualTo(plain);
      blob.handOver();
    }
    assertThat(vault.stream(key).readAllBytes()).isEqualTo(plain);
    assertThat(area.ids(null, 10)).isEmpty();
  }

  /** The end of a part must not break up what is gathered to be written past the page cache. */
  @Test
  void theFileGrowsByWholeMebibytesBetweenCheckpoints() throws IOException {
    Path probe = Files.write(root.resolve("probe"), bytes(2 * PART));
    try (SeekableByteChannel past = BulkRead.open(probe)) {
      assumeThat(past).as("direct access").isInstanceOf(WindowedChannel.class);
    }
    Path parts = folder().resolve(StagingArea.PARTS);
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(bytes(3 * PART), 0, 3 * PART);
      assertThat(Files.size(parts)).isEqualTo(3 * PART);
      blob.force();
      assertThat(Files.size(parts)).isEqualTo(3 * PartLayout.SEALED_PART_BYTES);
    }
  }

  @Test
  void cutAnywhereItGoesOnFromTheLastCheckpoint() throws IOException {
    byte[] plain = bytes(5 * PART + 777);
    int durable = 0;
    for (int cut = 0; cut < 50; cut++) {
      try (StagedBlob blob = area.open(id, key, durable)) {
        assertThat(blob.offset()).isEqualTo(durable);
        assertThat(staged(blob)).isEqualTo(Arrays.copyOf(plain, durable));
        int end = Math.min(plain.length, durable + random.nextInt(2) * random.nextInt(200_000) + 3);
        writeInPieces(blob, plain, durable, end);
        if (random.nextInt(3) > 0) {
          checkpoint(blob);
          durable = end;
        }
        writeInPieces(blob, plain, end, Math.min(plain.length, end + random.nextInt(2 * PART)));
      }
    }
    try (StagedBlob blob = area.open(id, key, durable)) {
      writeInPieces(blob, plain, durable, plain.length);
      blob.handOver();
    }
    assertThat(vault.stream(key).readAllBytes()).isEqualTo(plain);
  }

  @Test
  void theEarlierCheckpointHoldsUntilTheLaterOneIsRecorded() throws IOException {
    byte[] plain = bytes(PART + 500);
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(plain, 0, 1_000);
      checkpoint(blob);
      blob.write(plain, 1_000, PART - 500);
      blob.force();
    }
    try (StagedBlob blob = area.open(id, key, 1_000)) {
      assertThat(staged(blob)).isEqualTo(Arrays.copyOf(plain, 1_000));
    }
  }

  @Test
  void aHandOverInterruptedBeforeTheStoreHasItCanBeRepeated() throws IOException {
    byte[] plain = bytes(2 * PART + 9);
    Files.createDirectories(root.resolve("blobs"));
    Path inTheWay = Files.createFile(root.resolve("blobs/raw"));
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(plain, 0, plain.length);
      checkpoint(blob);
      assertThatThrownBy(blob::handOver).isInstanceOf(IOException.class);
    }
    Files.delete(inTheWay);
    try (StagedBlob blob = area.open(id, key, plain.length)) {
      assertThat(staged(blob)).isEqualTo(plain);
      blob.handOver();
    }
    assertThat(vault.stream(key).readAllBytes()).isEqualTo(plain);
  }

  @Test
  void nothingIsOnDiskInTheClear() throws IOException {
    try (StagedBlob blob = area.open(id, key, 0)) {
      for (int i = 0; i < 40_000; i++) {
        blob.write(MARK, 0, MARK.length);
      }
      checkpoint(blob);
      for (Path file : files()) {
        assertThat(new String(Files.readAllBytes(file), US_ASCII)).doesNotContain("sentence");
      }
      assertThat(files()).hasSize(2);
    }
  }

  @Test
  void aFlippedBitInATailIsRefused() throws IOException {
    stage(700);
    Path tail = tail();
    byte[] sealed = Files.readAllBytes(tail);
    sealed[sealed.length / 2] ^= 1;
    Files.write(tail, sealed);
    assertThatThrownBy(() -> area.open(id, key, 700)).isInstanceOf(IOException.class);
  }

  @Test
  void aTailOfAnotherOffsetIsRefused() throws IOException {
    stage(700);
    Files.move(tail(), folder().resolve("701.tail"));
    assertThatThrownBy(() -> area.open(id, key, 701)).isInstanceOf(IOException.class);
  }

  @Test
  void aTailDoesNotPassForTheLastPart() throws IOException {
    stage(PART + 700);
    byte[] parts = Files.readAllBytes(folder().resolve("parts"));
    byte[] tail = Files.readAllBytes(tail());
    Path forged = root.resolve("forged");
    Files.write(forged, parts);
    Files.write(forged, tail, StandardOpenOption.APPEND);
    new FileObjectStore(root.resolve("blobs"), 0, folder -> Long.MAX_VALUE).adopt(key, forged);
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void missingPartsAreNoticed() throws IOException {
    stage(2 * PART + 5);
    try (FileChannel parts =
        FileChannel.open(folder().resolve("parts"), StandardOpenOption.WRITE)) {
      parts.truncate(PART);
    }
    assertThatThrownBy(() -> area.open(id, key, 2 * PART + 5)).isInstanceOf(IOException.class);
  }

  @Test
  void aFullDiskLeavesTheRecordedCheckpoint() throws IOException {
    byte[] plain = bytes(1_000);
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(plain, 0, 1_000);
      checkpoint(blob);
      free.set(-1);
      assertThatThrownBy(() -> blob.write(bytes(20 * PART), 0, 20 * PART))
          .isInstanceOf(InsufficientStorage.class);
    }
    assertThatThrownBy(() -> area.open(id, key, 1_000)).isInstanceOf(InsufficientStorage.class);
    free.set(Long.MAX_VALUE);
    try (StagedBlob blob = area.open(id, key, 1_000)) {
      assertThat(staged(blob)).isEqualTo(plain);
    }
  }

  @Test
  void thereIsOneWriterAtATime() throws IOException {
    try (StagedBlob blob = area.open(id, key, 0)) {
      assertThatThrownBy(() -> area.open(id, key, 0)).isInstanceOf(StagingBusy.class);
      assertThatThrownBy(() -> newArea().open(id, key, 0)).isInstanceOf(StagingBusy.class);
      assertThat(area.remove(id)).isFalse();
      blob.write(bytes(5), 0, 5);
      checkpoint(blob);
    }
    assertThat(area.ids(null, 10)).containsExactly(id);
    assertThat(area.remove(id)).isTrue();
    assertThat(area.remove(id)).isTrue();
    assertThat(area.ids(null, 10)).isEmpty();
  }

  private StagingArea newArea() {
    Path folder = root.resolve("blobs/.uploads");
    return vault.stagingIn(folder, new DiskRoom(folder, 0, anyFolder -> free.get()));
  }

  private void stage(int size) throws IOException {
    try (StagedBlob blob = area.open(id, key, 0)) {
      blob.write(bytes(size), 0, size);
      checkpoint(blob);
    }
  }

  private static void checkpoint(StagedBlob blob) throws IOException {
    blob.force();
    blob.settle();
  }

  private void writeInPieces(StagedBlob blob, byte[] plain, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      int count = Math.min(to - at, 1 + random.nextInt(300_000));
      blob.write(plain, at, count);
      at += count;
    }
  }

  private static byte[] staged(StagedBlob blob) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    blob.copyTo(copy);
    return copy.toByteArray();
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private Path folder() {
    return root.resolve("blobs/.uploads").resolve(id.toString());
  }

  private Path tail() throws IOException {
    return files().stream().filter(file -> file.toString().endsWith(".tail")).findFirst().get();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }
}
