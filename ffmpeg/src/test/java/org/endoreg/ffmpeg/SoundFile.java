package org.endoreg.ffmpeg;

import java.io.IOException;

/** An MP4 with a tone and nothing to see. */
final class SoundFile {
  private SoundFile() {}

  static byte[] bytes() throws IOException, MediaFailure {
    MemoryChannel channel = new MemoryChannel();
    try (Muxer muxer = new Muxer(channel, "mp4");
        ToneTrack tone = new ToneTrack(muxer)) {
      muxer.writeHeader(Muxer.mp4Options(new TimeBase(1, 48_000), 0));
      tone.playUntil(1);
      tone.finish();
      muxer.finish();
    }
    return channel.content();
  }
}
