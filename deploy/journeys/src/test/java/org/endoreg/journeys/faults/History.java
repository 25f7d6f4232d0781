package org.endoreg.journeys.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the senders asked and what they were answered, in the order of the answers. */
public record History(List<Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was asked. */
  public enum Operation {
    UPLOAD,
    RESUMABLE,
    DROP,
    CANCEL,
    RETRY
  }

  /** What came back in the end; a dropped file is answered by being taken. */
  public enum Answer {
    ACCEPTED,
    REFUSED,
    HANDED_OVER,
    UNKNOWN
  }

  /** What the bytes are, and so what may become of them. */
  public enum Content {
    GOOD,
    BAD,
    /** A drop that breaks its contract. */
    UNSIGNED,
    /** Bytes no boundary takes. */
    FOREIGN,
    NONE
  }

  /** One question with its answer; {@code attempts} counts how often it had to be asked. */
  public record Entry(
      Operation operation,
      Content content,
      String center,
      String sha256,
      String key,
      int attempts,
      Answer answer,
      String job,
      String code) {}

  /** As it was written line by line. */
  public static History read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      entries.add(JSON.readValue(line, Entry.class));
    }
    return new History(List.copyOf(entries));
  }

  /** Appends to the file; many threads may write. */
  public static final class Log implements AutoCloseable {
    private final Writer out;

    /** A new file. */
    public Log(Path file) throws IOException {
      this.out = Files.newBufferedWriter(file);
    }

    /** One line, on disk when this returns. */
    public synchronized void add(Entry entry) {
      try {
        out.write(JSON.writeValueAsString(entry) + "\n");
        out.flush();
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }

    @Override
    public synchronized void close() throws IOException {
      out.close();
    }
  }
}
