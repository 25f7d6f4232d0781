package org.endoreg.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** The {@code ffmpeg} program that comes with the library build the suite uses. */
final class FfmpegCommand {
  private FfmpegCommand() {}

  /**
   * Decode, four black boxes, H.264 by OpenH264: the columns beside the Olympus picture, and name
   * and date of birth once more.
   */
  static void maskAndEncode(Path source, Path target, boolean fullRange, int threads, long bitRate)
      throws IOException, InterruptedException {
    String boxes =
        String.join(
            ",",
            box(0, 0, 550, 1080),
            box(1900, 0, 20, 1080),
            box(70, 83, 450, 60),
            box(70, 180, 160, 50));
    String count = Integer.toString(threads);
    List<String> line = new ArrayList<>();
    line.addAll(List.of("-threads", count, "-i", source.toString(), "-map", "0:v:0"));
    line.addAll(List.of("-map_metadata", "-1", "-fps_mode", "passthrough"));
    line.addAll(List.of("-vf", fullRange ? boxes + ",scale=out_range=full" : boxes));
    line.addAll(List.of("-c:v", "libopenh264", "-profile:v", "high", "-rc_mode", "bitrate"));
    line.addAll(List.of("-b:v", Long.toString(bitRate)));
    line.addAll(List.of("-maxrate", Long.toString(bitRate + bitRate / 4)));
    line.addAll(List.of("-allow_skip_frames", "0", "-qmin", "14", "-qmax", "51", "-g", "50"));
    line.addAll(List.of("-threads", count, "-slices", count, "-movflags", "+faststart"));
    line.add(target.toString());
    run(line);
  }

  private static String box(int x, int y, int width, int height) {
    return "drawbox=x=%d:y=%d:w=%d:h=%d:color=black:t=fill".formatted(x, y, width, height);
  }

  /** Runs the program and waits for it. */
  static void run(List<String> arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(Loader.load(ffmpeg.class)));
    line.addAll(List.of("-nostdin", "-v", "error", "-y"));
    line.addAll(arguments);
    if (new ProcessBuilder(line).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", line));
    }
  }
}
