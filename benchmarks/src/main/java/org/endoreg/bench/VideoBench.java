package org.endoreg.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.endoreg.ffmpeg.EncodeSettings;
import org.endoreg.ffmpeg.EncodeWatch;
import org.endoreg.ffmpeg.EncodedVideo;
import org.endoreg.ffmpeg.FrameTap;
import org.endoreg.ffmpeg.MaskAndEncode;
import org.endoreg.ffmpeg.MaskPlan;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.ProcessorLayout;
import org.endoreg.samples.video.VideoSampleOptions;

/**
 * Frames per processor second of mask and encode in process, against the {@code ffmpeg} command of
 * the same library build with the same work, bit rate and thread count.
 */
public final class VideoBench {
  private static final int FRAMES_PER_SECOND = 25;
  private static final int THREADS = 2;
  private static final int WARM_UP = 1;

  private final Path folder;
  private final Path source;
  private final int frames;

  private VideoBench(Path folder, Path source, int frames) {
    this.folder = folder;
    this.source = source;
    this.frames = frames;
  }

  /** Runs it: {@code pairs=5 seconds=20}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, MediaFailure {
    Choices choices = Choices.of(arguments);
    Path folder = choices.folder();
    VideoSampleOptions options =
        VideoSampleOptions.PLAIN.lasting(choices.number("seconds", 20), FRAMES_PER_SECOND);
    Path source = folder.resolve("sample.mp4");
    sample(options).writeTo(source);
    VideoBench bench = new VideoBench(folder, source, options.frameCount());
    System.out.println(Figures.head());
    bench.run(choices.number("pairs", 5), "range kept", false);
    bench.run(choices.number("pairs", 5), "full range", true);
    Loopback.delete(folder);
  }

  static EndoscopyVideoSample sample(VideoSampleOptions options) {
    PeopleBySeed people = new PeopleBySeed(1);
    return new EndoscopyVideoSample(
        people.nextExamination(people.nextPatient(), ExaminationKind.COLONOSCOPY), 1, options);
  }

  private void run(int pairs, String profile, boolean fullRange)
      throws IOException, InterruptedException, MediaFailure {
    Path ours = folder.resolve("in-process.mp4");
    Path theirs = folder.resolve("command.mp4");
    Rounds inProcess = new Rounds("in process, " + profile, "frames", frames);
    Rounds command = new Rounds("ffmpeg, " + profile, "frames", frames);
    long[] bitRate = {0};
    for (int i = -WARM_UP; i < pairs; i++) {
      inProcess.take(
          i,
          () -> Usage.ownCpuSeconds(ProcessHandle.current()),
          () -> bitRate[0] = encode(ours, fullRange).bitRate());
      command.take(
          i,
          Usage::endedChildrenCpuSeconds,
          () -> FfmpegCommand.maskAndEncode(source, theirs, fullRange, THREADS, bitRate[0]));
      requireSameFrames(ours, theirs);
    }
    inProcess.against(command).forEach(System.out::println);
  }

  private EncodedVideo encode(Path target, boolean fullRange) throws IOException, MediaFailure {
    EncodeSettings clinical = EncodeSettings.clinical(THREADS);
    EncodeSettings settings =
        new EncodeSettings(
            THREADS, THREADS, fullRange, clinical.keyframeSeconds(), clinical.maxBitRate());
    try (FileChannel in = FileChannel.open(source);
        FileChannel out =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      VideoFacts facts = new VideoProbe().probe(in);
      return new MaskAndEncode(settings)
          .run(
              in.position(0),
              facts,
              out,
              MaskPlan.showing(ProcessorLayout.OLYMPUS_CV_1500.measuredPicture()),
              FrameTap.NONE,
              EncodeWatch.NONE);
    }
  }

  private void requireSameFrames(Path... artifacts) throws IOException, MediaFailure {
    for (Path artifact : List.of(artifacts)) {
      try (FileChannel channel = FileChannel.open(artifact)) {
        VideoFacts facts = new VideoProbe().probe(channel);
        System.out.printf(
            "%s: %d frames, %d kbit/s%n",
            artifact.getFileName(), facts.frameCount(), facts.bitRate() / 1000);
        if (facts.frameCount() != frames) {
          throw new IllegalStateException("not all of " + frames + " frames");
        }
      }
    }
  }
}
