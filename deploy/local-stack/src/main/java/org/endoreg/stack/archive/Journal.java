package org.endoreg.stack.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.endoreg.stack.progress.Fingerprints;
import org.endoreg.stack.suite.SuiteFailure;
import org.jspecify.annotations.Nullable;

/**
 * Which files were sent and what job each became: one line a file, without its name. A line is with
 * the kernel before the next file begins, so {@code kill -9} loses none; it is forced to disk every
 * few files, so a power cut loses a few, and those are sent again and recognised by their content.
 * Memory holds a fingerprint of 64 bits a file.
 */
final class Journal implements AutoCloseable {
  private static final int FORCE_EVERY = 32;

  private final FileChannel channel;
  private final Fingerprints known = new Fingerprints();
  private int unforced;

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the journal, making it when there is none.
   *
   * @throws SuiteFailure when another run has it open
   */
  static Journal open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      requireLock(channel);
      Journal journal = new Journal(channel);
      channel.position(journal.load(file));
      channel.truncate(channel.position());
      return journal;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /** Reads what is there; returns where the last whole line ends, for what is behind was torn. */
  private long load(Path file) throws IOException {
    long end = 0;
    long size = channel.size();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        long next = end + line.getBytes(StandardCharsets.UTF_8).length + 1;
        if (next > size) {
          return end;
        }
        end = next;
        known.add(Fingerprints.of(line.substring(0, Math.max(0, line.lastIndexOf(' ')))));
      }
    }
    return end;
  }

  private static void requireLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      throw new SuiteFailure("another ingest of an archive is running", heldByThisProcess);
    }
    throw new SuiteFailure("another ingest of an archive is running");
  }

  /** True when the file, as it is now, was sent for this center. */
  boolean knows(String center, ArchiveFile file) {
    return known.contains(Fingerprints.of(key(center, file)));
  }

  /** Notes what job the file became. */
  synchronized void sent(String center, ArchiveFile file, String job) throws IOException {
    String key = key(center, file);
    ByteBuffer line = ByteBuffer.wrap((key + " " + job + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    known.add(Fingerprints.of(key));
    if (++unforced >= FORCE_EVERY) {
      force();
    }
  }

  private void force() throws IOException {
    channel.force(false);
    unforced = 0;
  }

  private static String key(String center, ArchiveFile file) {
    return center + " " + file.identity();
  }

  @Override
  public synchronized void close() throws IOException {
    force();
    channel.close();
  }
}
