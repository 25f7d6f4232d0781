package org.endoreg.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * A file of any size that is an MP4 by its head and noise behind: the upload boundary accepts it,
 * the anonymizer refuses it at once because it holds no video.
 */
final class FillerFile {
  private static final int PIECE = 1 << 20;

  private final Path file;

  private FillerFile(Path file) {
    this.file = file;
  }

  static FillerFile create(Path file, int mebibytes) throws IOException {
    SplittableRandom random = new SplittableRandom();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      byte[] piece = new byte[PIECE];
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        channel.write(ByteBuffer.wrap(piece));
      }
      channel.write(head(), 0);
    }
    return new FillerFile(file);
  }

  /** Makes it another file by a few bytes, so that the hub has never seen it. */
  void renew() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(8).putLong(System.nanoTime()).flip(), PIECE / 2);
    }
  }

  Path file() {
    return file;
  }

  /** An empty description and one box that reaches to the end of the file. */
  private static ByteBuffer head() {
    byte[] type = "ftypisom\0\0\2\0isomiso2".getBytes(StandardCharsets.ISO_8859_1);
    byte[] data = "mdat".getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + type.length + 4 + data.length)
        .putInt(4 + type.length)
        .put(type)
        .putInt(0)
        .put(data)
        .flip();
  }
}
