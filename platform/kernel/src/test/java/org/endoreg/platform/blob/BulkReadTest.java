package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkReadTest {
  private static final int MEBIBYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, MEBIBYTE, MEBIBYTE + 1, 2 * MEBIBYTE, 2 * MEBIBYTE + 4097})
  void everyByteOnceAndThenTheEnd(int size, @TempDir Path folder) throws IOException {
    byte[] bytes = noise(1, size);
    Path file = Files.write(folder.resolve("bulk"), bytes);

    try (SeekableByteChannel channel = BulkRead.open(file)) {
      assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(bytes);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @RepeatedTest(10)
  void anyPlaceInAnyOrder(RepetitionInfo repetition, @TempDir Path folder) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] bytes = noise(2, 2 * MEBIBYTE + random.nextInt(MEBIBYTE));
    Path file = Files.write(folder.resolve("bulk"), bytes);

    try (SeekableByteChannel channel = BulkRead.open(file)) {
      assumeThat(channel).as("direct access").isInstanceOf(WindowedChannel.class);
      for (int look = 0; look < 200; look++) {
        int place = random.nextInt(bytes.length);
        ByteBuffer target = ByteBuffer.allocate(1 + random.nextInt(100_000));
        int read = channel.position(place).read(target);
        assertThat(Arrays.copyOf(target.array(), read))
            .isEqualTo(Arrays.copyOfRange(bytes, place, place + read));
        assertThat(channel.position()).isEqualTo(place + read);
      }
    }
  }

  /** Memory for gathering is bounded; who comes late reads through the page cache. */
  @Test
  void moreReadersThanPiecesAllReadAndGiveBack(@TempDir Path folder) throws IOException {
    byte[] bytes = noise(3, MEBIBYTE + 10);
    Path file = Files.write(folder.resolve("bulk"), bytes);
    boolean direct = false;
    List<SeekableByteChannel> readers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      SeekableByteChannel reader = BulkRead.open(file);
      direct |= reader instanceof WindowedChannel;
      readers.add(reader);
    }
    assertThat(readers).hasAtLeastOneElementOfType(FileChannel.class);
    for (SeekableByteChannel reader : readers) {
      assertThat(Channels.newInputStream(reader).readAllBytes()).isEqualTo(bytes);
      reader.close();
      reader.close();
    }
    try (SeekableByteChannel again = BulkRead.open(file)) {
      assumeThat(direct).as("direct access").isTrue();
      assertThat(again).isInstanceOf(WindowedChannel.class);
    }
  }

  @Test
  void aClosedOneReadsNoMore(@TempDir Path folder) throws IOException {
    SeekableByteChannel channel =
        BulkRead.open(Files.write(folder.resolve("bulk"), noise(4, 2 * MEBIBYTE)));
    channel.close();

    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aMissingFileIsSaid(@TempDir Path folder) {
    assertThatThrownBy(() -> BulkRead.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
