package org.endoreg.platform.blob;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkFileTest {
  private static final Set<OpenOption> WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final int MEBIBYTE = 1 << 20;

  /** Pieces of any size, flushes, and going on where an earlier writer stopped. */
  @RepeatedTest(20)
  void theFileHoldsWhatWasWritten(RepetitionInfo repetition, @TempDir Path folder)
      throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    Path path = folder.resolve("bulk");
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int writer = 0; writer < 3; writer++) {
      try (BulkFile file = BulkFile.open(path, WRITE);
          OutputStream out = file.from(expected.size())) {
        write(random, out, expected);
      }
      assertThat(Files.readAllBytes(path)).isEqualTo(expected.toByteArray());
    }
  }

  private static void write(Random random, OutputStream out, OutputStream expected)
      throws IOException {
    for (int call = 0; call < 6; call++) {
      byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 6_000 : 3 * MEBIBYTE)];
      random.nextBytes(bytes);
      out.write(bytes, 0, bytes.length);
      expected.write(bytes);
      if (random.nextInt(3) == 0) {
        out.flush();
      }
    }
  }

  @Test
  void whatWasFlushedIsReadThroughTheChannelAndMoreFollowsIt(@TempDir Path folder)
      throws IOException {
    Path path = folder.resolve("bulk");
    byte[] bytes = new byte[2 * MEBIBYTE + 77];
    new Random(1).nextBytes(bytes);
    try (BulkFile file = BulkFile.open(path, WRITE);
        OutputStream out = file.from(0)) {
      out.write(bytes, 0, MEBIBYTE + 5);
      // Past the page cache only whole blocks are there; where there is no such way, all of it.
      assertThat(file.channel().size()).isLessThanOrEqualTo(MEBIBYTE + 5);
      out.flush();
      assertThat(file.channel().size()).isEqualTo(MEBIBYTE + 5);
      out.write(bytes, MEBIBYTE + 5, MEBIBYTE + 72);
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
  }

  /** Whoever finds no memory left for gathering writes through the page cache. */
  @Test
  void moreWritersThanPiecesAllWrite(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[MEBIBYTE + 10];
    new Random(2).nextBytes(bytes);
    List<BulkFile> files = new ArrayList<>();
    List<OutputStream> writers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      BulkFile file = BulkFile.open(folder.resolve("bulk" + i), WRITE);
      files.add(file);
      writers.add(file.from(0));
      writers.get(i).write(bytes);
    }
    for (int i = 0; i < 30; i++) {
      writers.get(i).close();
      files.get(i).close();
      assertThat(Files.readAllBytes(folder.resolve("bulk" + i))).isEqualTo(bytes);
    }
    Pieces.giveBack(requireNonNull(Pieces.take(4096), "a piece that was given back"));
  }

  /** As an upload does that breaks off: the bytes are given up, the memory is not. */
  @Test
  void aFileClosedInTheMiddleGivesItsMemoryBack(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 30; i++) {
      try (BulkFile file = BulkFile.open(folder.resolve("bulk" + i), WRITE)) {
        file.from(0).write(new byte[10_000]);
      }
    }
    Pieces.giveBack(requireNonNull(Pieces.take(4096), "a piece that was given back"));
  }

  @Test
  void itsLockLastsUntilItIsClosed(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("bulk");
    try (BulkFile file = BulkFile.open(path, WRITE)) {
      FileLock lock = file.channel().lock();
      try (OutputStream out = file.from(0)) {
        out.write(new byte[2 * MEBIBYTE]);
      }
      assertThat(lock.isValid()).isTrue();
      assertThat(heldByThisProcess(path)).isTrue();
    }
    assertThat(heldByThisProcess(path)).isFalse();
  }

  /**
   * The kernel's own list: Java would call a lock valid that it lost by closing another channel.
   */
  private static boolean heldByThisProcess(Path path) throws IOException {
    long inode = (Long) Files.getAttribute(path, "unix:ino");
    String owner = " " + ProcessHandle.current().pid() + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(lock -> lock.contains(owner) && lock.contains(":" + inode + " "));
  }
}
