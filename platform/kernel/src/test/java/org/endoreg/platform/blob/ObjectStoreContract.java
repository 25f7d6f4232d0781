package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.platform.keys.Keyring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store promises, and what the vault promises over it. */
abstract class ObjectStoreContract {
  private static final int MEBIBYTE = 1024 * 1024;

  /** Tink's segment on disk, and what of the first one the header leaves. */
  private static final int SEGMENT = 65_536;

  private static final int PART = PartLayout.PART_BYTES;
  private static final int SEALED_PART = 1_048_888;

  private final Random random = new Random(7);
  private final BlobKey key = newKey();
  private ObjectStore store;
  private BlobVault vault;

  abstract ObjectStore store();

  /** How many unfinished writes the store still holds. */
  abstract int leftovers() throws IOException;

  @BeforeEach
  @Initializer
  void openVault(@TempDir Path keys) {
    store = store();
    vault = new BlobVault(store, Keyring.open(keys).blobs());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8 * MEBIBYTE, 16 * MEBIBYTE + 1})
  void anObjectReadsBackAsItWasWritten(int size) throws IOException {
    byte[] bytes = bytes(size);
    put(key, bytes);
    assertThat(get(key)).isEqualTo(bytes);
    assertThat(leftovers()).isZero();
  }

  @Test
  void nothingIsVisibleBeforeTheCommit() throws IOException {
    try (ObjectWrite write = store.begin(key);
        OutputStream out = write.stream()) {
      out.write(bytes(9 * MEBIBYTE));
      assertThat(store.exists(key)).isFalse();
      assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
      assertThat(leftovers()).isEqualTo(1);
    }
    assertThat(store.exists(key)).isFalse();
    assertThat(leftovers()).isZero();
  }

  @Test
  void deletingTwiceIsNoError() throws IOException {
    put(key, bytes(10));
    assertThat(store.exists(key)).isTrue();
    store.delete(key);
    store.delete(key);
    assertThat(store.exists(key)).isFalse();
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aChannelKeepsTheRulesOfChannels() throws IOException {
    put(key, bytes(10));
    SeekableByteChannel channel = store.open(key);
    assertThat(channel.size()).isEqualTo(10);
    assertThat(channel.position(10).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThat(channel.position(99).read(ByteBuffer.allocate(1))).isEqualTo(-1);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    channel.close();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, SEGMENT, 3 * SEGMENT + 17, MEBIBYTE + 1})
  void aBlobReadsBackAndTellsItsDigest(int size) throws Exception {
    byte[] plain = bytes(size);
    Blob blob = write(key, plain);
    assertThat(blob.sizeBytes()).isEqualTo(size);
    assertThat(blob.sha256()).isEqualTo(digest(plain));
    assertThat(vault.stream(key).readAllBytes()).isEqualTo(plain);
    assertThat(get(key)).as("what lies in the store").hasSizeGreaterThan(size).isNotEqualTo(plain);
  }

  @Test
  void aBlobIsReadAtAnyOffset() throws IOException {
    byte[] plain = bytes(3 * MEBIBYTE + 5);
    write(key, plain);
    try (SeekableByteChannel channel = vault.open(key)) {
      assertThat(channel.size()).as("known before the first read").isEqualTo(plain.length);
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(plain.length);
        int length = Math.min(random.nextInt(100_000), plain.length - from);
        assertThat(read(channel, from, length))
            .as("%d bytes from %d", length, from)
            .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
      }
    }
  }

  @Test
  void anUncommittedBlobLeavesNothing() throws IOException {
    try (BlobWrite write = vault.write(key)) {
      write.write(bytes(9 * MEBIBYTE));
    }
    assertThat(vault.exists(key)).isFalse();
    assertThat(leftovers()).isZero();
  }

  @Test
  void aBlobIsCommittedOnce() throws IOException {
    try (BlobWrite write = vault.write(key)) {
      write.commit();
      assertThatThrownBy(write::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(vault.exists(key)).isTrue();
  }

  @Test
  void aBlobMovedToAnotherKeyDoesNotOpen() throws IOException {
    write(key, bytes(1_000));
    BlobKey elsewhere = newKey();
    put(elsewhere, get(key));
    assertThatThrownBy(() -> vault.open(elsewhere)).isInstanceOf(IOException.class);
  }

  @Test
  void aBlobOfOtherKeysDoesNotOpen(@TempDir Path otherKeys) throws IOException {
    write(key, bytes(1_000));
    BlobVault stranger = new BlobVault(store, Keyring.open(otherKeys).blobs());
    assertThatThrownBy(() -> stranger.open(key)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, SEGMENT - 1, SEGMENT, 2 * SEGMENT + 9, -1})
  void aFlippedBitFails(int place) throws IOException {
    write(key, bytes(3 * SEGMENT));
    byte[] stored = get(key);
    stored[place < 0 ? stored.length + place : place] ^= 1;
    put(key, stored);
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, SEGMENT, 2 * SEGMENT, 3 * SEGMENT - 1})
  void aBlobCutShortFails(int length) throws IOException {
    write(key, bytes(3 * SEGMENT));
    put(key, Arrays.copyOf(get(key), length));
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void plainBytesPlantedInTheStoreDoNotOpen() throws IOException {
    put(key, "%PDF-1.7 planted".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> vault.open(key)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {PART - 1, PART, PART + 1, 2 * PART, 3 * PART - 1})
  void aBlobAroundPartEdgesReadsBack(int size) throws IOException {
    byte[] plain = bytes(size);
    write(key, plain);
    assertThat(vault.stream(key).readAllBytes()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aBlobCutAtTheEndOfAPartDoesNotOpen(int partsLeft) throws IOException {
    write(key, bytes(3 * PART));
    put(key, Arrays.copyOf(get(key), partsLeft * SEALED_PART));
    assertThatThrownBy(() -> vault.open(key)).isInstanceOf(IOException.class);
  }

  @Test
  void aBlobCutAndEndedWithTheEmptyPartOfAnotherDoesNotOpen() throws IOException {
    BlobKey other = newKey();
    write(other, bytes(0));
    write(key, bytes(3 * PART + 5));
    put(key, join(Arrays.copyOf(get(key), SEALED_PART), get(other)));
    assertThatThrownBy(() -> vault.open(key)).isInstanceOf(IOException.class);
  }

  @Test
  void aBlobCutAndEndedWithItsOwnLastPartFails() throws IOException {
    write(key, bytes(3 * PART + 5));
    byte[] stored = get(key);
    byte[] last = Arrays.copyOfRange(stored, 3 * SEALED_PART, stored.length);
    put(key, join(Arrays.copyOf(stored, SEALED_PART), last));
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void partsThatChangedPlacesFail() throws IOException {
    write(key, bytes(2 * PART + 5));
    byte[] stored = get(key);
    byte[] first = Arrays.copyOf(stored, SEALED_PART);
    byte[] second = Arrays.copyOfRange(stored, SEALED_PART, 2 * SEALED_PART);
    byte[] last = Arrays.copyOfRange(stored, 2 * SEALED_PART, stored.length);
    put(key, join(first, first, last));
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
    put(key, join(second, first, last));
    assertThatThrownBy(() -> vault.open(key)).isInstanceOf(IOException.class);
    put(key, join(first, second, last));
    assertThat(vault.stream(key).readAllBytes()).as("the planting itself").hasSize(2 * PART + 5);
  }

  @Test
  void aPartOfAnotherBlobFails() throws IOException {
    BlobKey other = newKey();
    write(other, bytes(2 * PART + 5));
    write(key, bytes(2 * PART + 5));
    byte[] stored = get(key);
    System.arraycopy(get(other), SEALED_PART, stored, SEALED_PART, SEALED_PART);
    put(key, stored);
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {SEALED_PART, SEALED_PART + 30, 2 * SEALED_PART - 1, 2 * SEALED_PART + 40})
  void aFlippedBitInALaterPartFails(int place) throws IOException {
    write(key, bytes(2 * PART + 5));
    byte[] stored = get(key);
    stored[place] ^= 1;
    put(key, stored);
    assertThatThrownBy(() -> vault.stream(key).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void aFinishedFileBecomesTheObjectUnderItsKey(@TempDir Path folder) throws IOException {
    put(key, bytes(3));
    byte[] bytes = bytes(9 * MEBIBYTE);
    Path file = Files.write(adoptable(folder), bytes);
    store.adopt(key, file);
    assertThat(get(key)).isEqualTo(bytes);
    assertThat(file).doesNotExist();
    assertThat(leftovers()).isZero();
  }

  /** A place for a file on the disk of the store. */
  Path adoptable(Path folder) throws IOException {
    return folder.resolve("finished");
  }

  private static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      whole.writeBytes(piece);
    }
    return whole.toByteArray();
  }

  final Blob write(BlobKey target, byte[] plain) throws IOException {
    try (BlobWrite write = vault.write(target)) {
      write.write(plain);
      return write.commit();
    }
  }

  final BlobVault vault() {
    return vault;
  }

  final byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  static BlobKey newKey() {
    return BlobKey.of(BlobKey.Role.RAW, new CenterKey("local"), UUID.randomUUID());
  }

  @Test
  void objectsOfARoleAreListedPageByPage() throws IOException {
    Set<BlobKey> written = new HashSet<>();
    for (String center : List.of("a", "a-b", "a_b", "b")) {
      for (int i = 0; i < 3; i++) {
        BlobKey target = BlobKey.of(BlobKey.Role.TEXT, new CenterKey(center), UUID.randomUUID());
        put(target, new byte[] {1});
        written.add(target);
      }
    }
    put(BlobKey.of(BlobKey.Role.PROCESSED, new CenterKey("a"), UUID.randomUUID()), new byte[1]);
    List<BlobKey> listed = new ArrayList<>();
    String place = ObjectPage.BEGINNING;
    do {
      ObjectPage page = vault.list(BlobKey.Role.TEXT, place, 5);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(5);
      assertThat(page.objects())
          .allSatisfy(
              entry ->
                  assertThat(entry.since())
                      .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60)));
      page.objects().forEach(entry -> listed.add(entry.key()));
      place = page.next();
    } while (!place.isEmpty());
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written);
    for (BlobKey target : written) {
      vault.delete(target);
    }
    assertThat(vault.list(BlobKey.Role.TEXT, ObjectPage.BEGINNING, 5).objects()).isEmpty();
  }

  private void put(BlobKey target, byte[] bytes) throws IOException {
    try (ObjectWrite write = store.begin(target)) {
      OutputStream out = write.stream();
      out.write(bytes);
      out.close();
      write.commit();
    }
  }

  private byte[] get(BlobKey source) throws IOException {
    try (SeekableByteChannel channel = store.open(source)) {
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  private static byte[] read(SeekableByteChannel channel, int from, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    channel.position(from);
    while (target.hasRemaining() && channel.read(target) >= 0) {
      assertThat(target.position()).isLessThanOrEqualTo(length);
    }
    return Arrays.copyOf(target.array(), target.position());
  }

  private static Sha256 digest(byte[] bytes) throws Exception {
    return Sha256.of(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
