package org.endoreg.watcher.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.endoreg.platform.json.HubJson;

/**
 * Keeps an {@link Upload} in a small file, forced to disk and renamed into place. One that cannot
 * be read is no journal: the upload then starts anew, which costs time but loses nothing.
 */
final class Journal {
  private final ObjectMapper json = HubJson.forEvents();

  Optional<Upload> read(Path note) {
    try {
      return Optional.of(json.readValue(Files.readAllBytes(note), Upload.class));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  void write(Path note, Upload upload) throws IOException {
    Path part = note.resolveSibling(note.getFileName() + ".tmp");
    try (FileChannel file =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(upload));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(part, note, StandardCopyOption.ATOMIC_MOVE);
    force(note.resolveSibling(""));
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
