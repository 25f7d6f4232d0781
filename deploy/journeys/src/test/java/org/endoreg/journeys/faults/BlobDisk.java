package org.endoreg.journeys.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.journeys.SuiteProcess;

/**
 * The disk the blobs lie on, which a test can fill. Root gives the blobs a small file system of
 * their own, so the kernel refuses the write as it does in earnest. Others cannot mount one; there
 * the kernel is told to let no service write a file beyond a few kilobytes.
 */
final class BlobDisk implements AutoCloseable {
  /** Services that write blobs. */
  private static final List<String> WRITERS =
      List.of("ingest-gateway", "watcher-agent", "anonymizer-service");

  private final Path folder;
  private final boolean mounted;

  private BlobDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  /** For the blobs of this data folder, before the suite starts. */
  static BlobDisk below(Path data, int mebibytes) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(data.resolve("blobs"));
    String size = "size=" + mebibytes + "m";
    return new BlobDisk(
        folder, succeeds("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString()));
  }

  String how() {
    return mounted ? "a file system of its own, filled" : "a limit on the size of files";
  }

  /** Leaves so many bytes, or so many in one file. */
  void fill(SuiteProcess suite, long left) throws IOException, InterruptedException {
    if (mounted) {
      writeBallast(left);
    } else {
      limit(suite, left + ":");
    }
  }

  void makeRoom(SuiteProcess suite) throws IOException, InterruptedException {
    if (mounted) {
      Files.deleteIfExists(ballast());
    } else {
      limit(suite, "unlimited:");
    }
  }

  private Path ballast() {
    return folder.resolve(".ballast");
  }

  private void writeBallast(long left) throws IOException {
    byte[] piece = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(folder).getUsableSpace() > left) {
        out.write(piece);
      }
    } catch (IOException full) {
      // That is what it is for.
      return;
    }
  }

  private static void limit(SuiteProcess suite, String size)
      throws IOException, InterruptedException {
    for (String writer : WRITERS) {
      String pid = Long.toString(suite.part(writer).pid());
      succeeds("prlimit", "--pid", pid, "--fsize=" + size);
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(command));
    try {
      return new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        succeeds("umount", "-l", folder.toString());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
