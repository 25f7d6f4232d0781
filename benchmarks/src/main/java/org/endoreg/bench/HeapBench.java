package org.endoreg.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.samples.video.VideoSampleOptions;

/**
 * Peak heap of the services a file passes while a large one does: first one that is only stored,
 * then a video that goes all the way and is read back by ranges and at once.
 */
public final class HeapBench {
  private static final int MEBIBYTE = 1 << 20;
  private static final int PIECE_SECONDS = 6;

  private final Loopback client = new Loopback();
  private final Hub hub;
  private final int mebibytes;

  private HeapBench(Hub hub, int mebibytes) {
    this.hub = hub;
    this.mebibytes = mebibytes;
  }

  /** Runs it: {@code mib=2048}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, MediaFailure {
    Choices choices = Choices.of(arguments);
    int mebibytes = choices.number("mib", 2048);
    Path folder = choices.folder();
    String limit = Long.toString((long) mebibytes * 2 * MEBIBYTE);
    try (Hub hub = new Hub(folder.resolve("hub"), Map.of("ENDOREG_UPLOAD_MAX_BYTES", limit))) {
      hub.up();
      HeapBench bench = new HeapBench(hub, mebibytes);
      bench.storedOnly(folder.resolve("filler"));
      bench.wholeLine(folder);
    }
    Loopback.delete(folder);
  }

  private void storedOnly(Path file) throws IOException, InterruptedException {
    FillerFile.create(file, mebibytes);
    try (HeapWatch watch = HeapWatch.over(hub)) {
      JsonNode end = client.awaitEnd(hub.edge(), client.post(hub.edge(), file));
      watch.print(mebibytes + " MiB stored, ended as " + end.path("error_code").asText());
    }
    Files.delete(file);
  }

  private void wholeLine(Path folder) throws IOException, InterruptedException, MediaFailure {
    Path video = longVideo(folder);
    long size = Files.size(video);
    try (HeapWatch watch = HeapWatch.over(hub)) {
      JsonNode end = client.awaitEnd(hub.edge(), client.post(hub.edge(), video));
      watch.print("video of %d MiB, %s".formatted(size / MEBIBYTE, end.path("status").asText()));
      String stream =
          hub.edge() + "/api/media/videos/" + end.path("medium_id").asLong() + "/stream/";
      long processed = client.readByRanges(stream) + client.readAtOnce(stream);
      long raw =
          client.readByRanges(stream + "?type=raw") + client.readAtOnce(stream + "?type=raw");
      watch.print("read back %d MiB".formatted((processed + raw) / MEBIBYTE));
    }
  }

  /**
   * Noise inside the picture makes each frame large; one piece is repeated without new encoding.
   */
  private Path longVideo(Path folder) throws IOException, InterruptedException, MediaFailure {
    Path sample = folder.resolve("sample.mp4");
    VideoBench.sample(VideoSampleOptions.PLAIN.lasting(PIECE_SECONDS, 25)).writeTo(sample);
    Path piece = folder.resolve("piece.mp4");
    String noisy =
        "split[whole][part];[part]crop=1350:1080:550:0,noise=alls=80:allf=t[noisy];"
            + "[whole][noisy]overlay=550:0,format=yuvj420p";
    FfmpegCommand.run(
        List.of(
            "-i", sample.toString(), "-vf", noisy, "-c:v", "mjpeg", "-q:v", "2", piece.toString()));
    Path video = folder.resolve("video.mp4");
    long repeats = (long) mebibytes * MEBIBYTE / Files.size(piece);
    FfmpegCommand.run(
        List.of(
            "-stream_loop",
            Long.toString(repeats),
            "-i",
            piece.toString(),
            "-c",
            "copy",
            video.toString()));
    return video;
  }
}
