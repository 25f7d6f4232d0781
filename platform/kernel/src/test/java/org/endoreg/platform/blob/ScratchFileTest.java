package org.endoreg.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFileTest {
  private static final int SIZE = 300_000;

  @TempDir Path folder = Path.of("");

  @Test
  void whatIsWrittenAtAnyOffsetReadsBackAtAnyOffset() throws IOException {
    Random random = new Random(3);
    byte[] expected = new byte[SIZE];
    try (ScratchFile scratch = ScratchFile.in(folder)) {
      scratch.write(ByteBuffer.wrap(expected));
      for (int i = 0; i < 200; i++) {
        byte[] piece = new byte[random.nextInt(70_000)];
        random.nextBytes(piece);
        int at = random.nextInt(SIZE - piece.length);
        System.arraycopy(piece, 0, expected, at, piece.length);
        scratch.position(at).write(ByteBuffer.wrap(piece));

        int from = random.nextInt(SIZE);
        assertThat(read(scratch, from, 1_000))
            .isEqualTo(Arrays.copyOfRange(expected, from, Math.min(SIZE, from + 1_000)));
      }
      assertThat(read(scratch, 0, SIZE)).isEqualTo(expected);
      assertThat(scratch.size()).isEqualTo(SIZE);
    }
  }

  @Test
  void theFileHasNoNameAndNoReadableByte() throws IOException {
    try (ScratchFile scratch = ScratchFile.in(folder)) {
      scratch.write(ByteBuffer.wrap(new byte[10_000]));
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void truncatedBytesAreGone() throws IOException {
    try (ScratchFile scratch = ScratchFile.in(folder)) {
      scratch.write(ByteBuffer.wrap(new byte[100]));
      scratch.truncate(40);
      assertThat(scratch.position()).isEqualTo(40);
      assertThat(scratch.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aClosedFileIsNotRead() throws IOException {
    ScratchFile scratch = ScratchFile.in(folder);
    scratch.close();
    assertThat(scratch.isOpen()).isFalse();
    assertThatThrownBy(() -> scratch.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  private static byte[] read(ScratchFile scratch, int from, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    scratch.position(from);
    while (target.hasRemaining() && scratch.read(target) >= 0) {
      assertThat(scratch.position()).isEqualTo(from + target.position());
    }
    return Arrays.copyOf(target.array(), target.position());
  }
}
