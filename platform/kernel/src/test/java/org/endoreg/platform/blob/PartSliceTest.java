package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartSliceTest {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * What is read past the page cache ends at every mebibyte of the file, in the middle of parts.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, MEBIBYTE - 5, MEBIBYTE, MEBIBYTE + 70_000})
  void aSegmentThatComesInPiecesIsReadWhole(int start, @TempDir Path folder) throws IOException {
    byte[] bytes = noise(4 * MEBIBYTE);
    Path file = Files.write(folder.resolve("object"), bytes);
    try (SeekableByteChannel object = BulkRead.open(file)) {
      assumeThat(object).as("direct access").isInstanceOf(WindowedChannel.class);
      PartSlice slice = new PartSlice(object, start, MEBIBYTE + 300);
      for (int place = 0; place < MEBIBYTE; place += 65_536) {
        ByteBuffer segment = ByteBuffer.allocate(65_536);
        assertThat(slice.position(place).read(segment)).isEqualTo(65_536);
        assertThat(segment.array())
            .isEqualTo(Arrays.copyOfRange(bytes, start + place, start + place + 65_536));
      }
      assertThat(slice.read(ByteBuffer.allocate(1_000))).isEqualTo(300);
      assertThat(slice.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(slice.position(0).read(ByteBuffer.allocate(0))).isZero();
    }
  }

  @Test
  void anObjectThatEndsBeforeTheSliceGivesWhatItHas(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("object"), noise(100));
    try (FileChannel object = FileChannel.open(file, StandardOpenOption.READ)) {
      PartSlice slice = new PartSlice(object, 40, 1_000);
      assertThat(slice.read(ByteBuffer.allocate(500))).isEqualTo(60);
      assertThat(slice.read(ByteBuffer.allocate(500))).isEqualTo(-1);
    }
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
