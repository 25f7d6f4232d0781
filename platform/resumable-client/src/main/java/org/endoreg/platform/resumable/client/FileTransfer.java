package org.endoreg.platform.resumable.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring a file across in parts, from wherever the last one ended. What it learns on
 * the way it tells its memory, so that the next attempt, even of another process, goes on there.
 */
public final class FileTransfer {
  private static final int MOST_DETOURS = 5;

  private final TusClient client;
  private final long partBytes;
  private final Source source;
  private final Memory memory;
  private UploadNote note;
  private boolean progressed;

  /** The file that is sent. */
  public interface Source {
    /** Its bytes from {@code offset} on. */
    InputStream from(long offset) throws IOException;

    /** True while it is the file whose digest was announced. */
    boolean isStill();
  }

  /** Remembers an upload that has begun. */
  public interface Memory {
    /** From now on the upload is this. */
    void write(UploadNote note) throws IOException;

    /** There is nothing to go on with. */
    void forget() throws IOException;
  }

  /** A file of this note; {@code partBytes} is what one request carries at most. */
  public FileTransfer(
      TusClient client, long partBytes, Source source, Memory memory, UploadNote note) {
    this.client = client;
    this.partBytes = partBytes;
    this.source = source;
    this.memory = memory;
    this.note = note;
  }

  /**
   * Sends what is missing; empty when the file changed on the way.
   *
   * @param metadata what the server is told of the file when the upload begins
   * @throws ServerAway when another attempt may fare better
   */
  public Optional<Sent> run(Map<String, String> metadata)
      throws IOException, UploadRefused, InterruptedException {
    try {
      for (int detours = 0; detours < MOST_DETOURS; detours++) {
        Optional<Sent> end = sendFrom(begin(metadata));
        if (end.isPresent() || !source.isStill()) {
          return end;
        }
      }
    } catch (ServerAway away) {
      throw progressed ? away.afterProgress() : away;
    }
    throw new ServerAway("the server does not agree on an offset", null);
  }

  /** The offset to send from, of an upload that is there; a lost one is created anew. */
  private long begin(Map<String, String> metadata)
      throws IOException, UploadRefused, InterruptedException {
    URI place = note.place();
    OptionalLong offset = place == null ? OptionalLong.empty() : client.offset(place);
    if (offset.isPresent() && offset.getAsLong() <= note.sizeBytes()) {
      return offset.getAsLong();
    }
    note = note.at(client.create(note.sizeBytes(), metadata));
    memory.write(note);
    return 0;
  }

  /** Also asks once when nothing is left to send: the answer to the last part was lost. */
  private Optional<Sent> sendFrom(long start)
      throws IOException, UploadRefused, InterruptedException {
    @Nullable URI place = note.place();
    long offset = start;
    while (place != null && source.isStill()) {
      long count = Math.min(partBytes, note.sizeBytes() - offset);
      PatchAnswer answer = client.patch(place, source, offset, count);
      if (!(answer instanceof PatchAnswer.Taken taken)) {
        forget(answer);
        return Optional.empty();
      }
      progressed = true;
      offset += count;
      if (offset >= note.sizeBytes()) {
        return Optional.of(taken.sent());
      }
    }
    return Optional.empty();
  }

  private void forget(PatchAnswer answer) throws IOException {
    if (answer instanceof PatchAnswer.Gone) {
      note = note.at(null);
      memory.write(note);
    } else if (answer instanceof PatchAnswer.Corrupt) {
      memory.forget();
      throw new ServerAway(new ServerAway.Answer(460, "checksum_mismatch", 0));
    }
  }
}
