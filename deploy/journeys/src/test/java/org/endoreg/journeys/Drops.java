package org.endoreg.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Files handed to the drop folders of a suite as a producer has to: renamed when complete. */
public record Drops(SuiteProcess suite) {

  public void drop(String center, String folder, String name, byte[] content) throws IOException {
    Path intake = suite.data().resolve("drop").resolve(center).resolve(folder);
    Path part = intake.resolve(name + ".part");
    Files.write(part, content);
    Files.move(part, intake.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A signed-off report with the sidecar's text. */
  public void dropPair(String center, String name, byte[] content, String sidecar)
      throws IOException {
    drop(center, "preanonymized_import", name + ".pdf", content);
    drop(center, "preanonymized_import", name + ".json", sidecar.getBytes(UTF_8));
  }

  /** A sidecar that keeps its contract. */
  public static String sidecar(String center, byte[] content) {
    return """
        {"center_key": "%s", "file_sha256": "%s", "human_anonymization_validated": true,
         "source_system": "archive", "validated_by": "reviewer-7",
         "validated_at": "2026-01-31T09:30:00+01:00"}
        """
        .formatted(center, sha256(content));
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** True when nothing of these folders waits or is being worked on. */
  public boolean areTaken(String center) {
    try (Stream<Path> files = Files.walk(suite.data().resolve("drop").resolve(center))) {
      return files.noneMatch(Files::isRegularFile);
    } catch (IOException | java.io.UncheckedIOException movedMeanwhile) {
      return false;
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
