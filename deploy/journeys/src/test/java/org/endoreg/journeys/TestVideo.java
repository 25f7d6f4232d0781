package org.endoreg.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** Short real videos, written by the ffmpeg program that comes with the suite's own libraries. */
final class TestVideo {
  private TestVideo() {}

  /** Writes a second of moving picture in the container of the file's ending; never twice alike. */
  static byte[] write(Path file) throws IOException, InterruptedException {
    Process ffmpeg =
        new ProcessBuilder(
                List.of(
                    Loader.load(org.bytedeco.ffmpeg.ffmpeg.class),
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc=size=320x240:rate=10:duration=1",
                    "-pix_fmt",
                    "yuv420p",
                    "-metadata",
                    "comment=" + UUID.randomUUID(),
                    file.toString()))
            .inheritIO()
            .start();
    if (!ffmpeg.waitFor(60, TimeUnit.SECONDS) || ffmpeg.exitValue() != 0) {
      throw new IllegalStateException("ffmpeg wrote no " + file.getFileName());
    }
    return Files.readAllBytes(file);
  }
}
