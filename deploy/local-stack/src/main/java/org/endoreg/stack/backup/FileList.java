package org.endoreg.stack.backup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.endoreg.stack.suite.SuiteFailure;

/**
 * The files of a generation, one line each in the form {@code sha256sum} reads, so that a
 * generation can be checked without this program. Written as the copy goes on: a million files do
 * not have to fit in memory.
 */
final class FileList implements AutoCloseable {
  private static final int HASH_LENGTH = 64;

  private final BufferedWriter out;
  private final MerkleRoot root = new MerkleRoot();
  private long files;
  private long bytes;

  FileList(Path file) throws IOException {
    HashedCopy.write(file, new byte[0]);
    this.out = Files.newBufferedWriter(file);
  }

  /** Adds one file, named relative to the folder of the list. */
  void add(String name, String sha256, long size) throws IOException {
    String line = sha256 + "  " + name;
    out.write(line);
    out.write('\n');
    root.add(line);
    files++;
    bytes += size;
  }

  /** Ends the list and tells what it holds. */
  Inventory finish() throws IOException {
    out.close();
    return new Inventory(files, bytes, root.root());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** How many files, how many bytes, and the root of the hash tree over the lines. */
  record Inventory(long files, long bytes, String merkleRoot) {}

  /** One line. */
  record Entry(String sha256, String name) {
    static Entry parse(String line) {
      if (line.length() < HASH_LENGTH + 3 || !isRelative(line.substring(HASH_LENGTH + 2))) {
        throw new SuiteFailure("the list of files is damaged");
      }
      return new Entry(line.substring(0, HASH_LENGTH), line.substring(HASH_LENGTH + 2));
    }

    /** A list from elsewhere must not lead out of its folder. */
    private static boolean isRelative(String name) {
      Path path = Path.of(name);
      return !path.isAbsolute() && path.normalize().equals(path) && !path.startsWith("..");
    }
  }

  /** Reads a list line by line. */
  static void forEach(Path file, EntryReader reader) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.read(Entry.parse(line));
      }
    }
  }

  /** Takes one line. */
  @FunctionalInterface
  interface EntryReader {
    void read(Entry entry) throws IOException;
  }
}
