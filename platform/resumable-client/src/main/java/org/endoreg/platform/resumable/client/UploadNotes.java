package org.endoreg.platform.resumable.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps an {@link UploadNote} in a small file, forced to disk and renamed into place. One that
 * cannot be read is no note: the upload then starts anew, which costs time but loses nothing.
 */
public final class UploadNotes implements FileTransfer.Memory {
  private final ObjectMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final Path file;

  /** The note kept in this file. */
  public UploadNotes(Path file) {
    this.file = file;
  }

  /** What was noted, if anything. */
  public Optional<UploadNote> read() {
    try {
      return Optional.of(json.readValue(Files.readAllBytes(file), UploadNote.class));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  @Override
  public void write(UploadNote note) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(note));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.resolveSibling(""));
  }

  @Override
  public void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
