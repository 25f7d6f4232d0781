package org.endoreg.watcher.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.endoreg.watcher.drop.Claim;

/**
 * Files the gateway will never take, kept on this machine for a person: {@code
 * _rejected/<center>/<folder>/<claim>}, each with a file that tells why.
 */
public final class RejectedDrops {
  /** Its name below the drop folder. */
  public static final String FOLDER = "_rejected";

  private final ObjectMapper json = new ObjectMapper();
  private final Path root;
  private final Clock clock;

  RejectedDrops(Path dropDir, Clock clock) {
    this.root = dropDir.resolve(FOLDER);
    this.clock = clock;
  }

  /** The reason is written first: a file without one would tell nobody why it lies there. */
  void keep(Claim claim, Map<String, Object> reason) throws IOException {
    Path folder =
        Files.createDirectories(
            root.resolve(claim.center().value()).resolve(claim.folder().folderName()));
    Path target = folder.resolve(claim.place().getFileName());
    Map<String, Object> text = new TreeMap<>(reason);
    text.put("rejected_at", clock.instant().toString());
    Files.write(
        target.resolveSibling(target.getFileName() + ".reason.json"), json.writeValueAsBytes(text));
    Files.move(claim.place(), target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(claim.note());
  }
}
