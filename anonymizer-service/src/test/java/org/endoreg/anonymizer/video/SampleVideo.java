package org.endoreg.anonymizer.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.endoreg.ffmpeg.DecodedFrame;
import org.endoreg.ffmpeg.FrameReader;
import org.endoreg.ffmpeg.MediaFailure;
import org.endoreg.ffmpeg.VideoFacts;
import org.endoreg.ffmpeg.VideoProbe;
import org.endoreg.samples.ExaminationKind;
import org.endoreg.samples.InventedExamination;
import org.endoreg.samples.PeopleBySeed;
import org.endoreg.samples.video.EndoscopyVideoSample;
import org.endoreg.samples.video.VideoSampleOptions;

/** A generated recording in a file, with the truth about it. */
record SampleVideo(
    Path file,
    InventedExamination examination,
    EndoscopyVideoSample sample,
    VideoSampleOptions options) {

  static SampleVideo in(Path folder, long seed, VideoSampleOptions options)
      throws IOException, MediaFailure {
    PeopleBySeed people = new PeopleBySeed(seed);
    ExaminationKind kind =
        seed % 2 == 0 ? ExaminationKind.COLONOSCOPY : ExaminationKind.GASTROSCOPY;
    InventedExamination examination = people.nextExamination(people.nextPatient(), kind);
    EndoscopyVideoSample sample = new EndoscopyVideoSample(examination, seed, options);
    Path file = folder.resolve("sample-" + seed + ".mp4");
    sample.writeTo(file);
    return new SampleVideo(file, examination, sample, options);
  }

  SeekableByteChannel open() throws IOException {
    return Files.newByteChannel(file);
  }

  static FileChannel target(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** The frames as a decoder shows them, with the traces compression left. */
  List<BufferedImage> frames() throws IOException, MediaFailure {
    List<BufferedImage> frames = new ArrayList<>();
    try (SeekableByteChannel channel = open()) {
      VideoFacts facts = new VideoProbe().probe(channel);
      try (FrameReader reader = FrameReader.open(channel.position(0), facts.timeline(), 1)) {
        for (int number = 0; number < facts.frameCount(); number++) {
          try (DecodedFrame frame = reader.frame(number)) {
            frames.add(frame.toBufferedImage());
          }
        }
      }
    }
    return frames;
  }
}
