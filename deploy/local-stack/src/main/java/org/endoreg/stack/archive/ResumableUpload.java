package org.endoreg.stack.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.endoreg.platform.resumable.client.FileBytes;
import org.endoreg.platform.resumable.client.FileTransfer;
import org.endoreg.platform.resumable.client.Sent;
import org.endoreg.platform.resumable.client.ServerAway;
import org.endoreg.platform.resumable.client.TusClient;
import org.endoreg.platform.resumable.client.UploadNote;
import org.endoreg.platform.resumable.client.UploadNotes;
import org.endoreg.platform.resumable.client.UploadRefused;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.progress.Fingerprints;
import org.endoreg.stack.progress.TransferProgress;

/**
 * Sends a file in parts, no faster than the limit. A file of several parts leaves a note behind
 * until it is through, so that this or a later run goes on where the hub stands; a small one is
 * simply sent again. The progress counts each byte of a file once, whoever sent it when.
 */
final class ResumableUpload implements FileUpload {
  private static final int NOT_SIGNED_IN = 401;
  private static final int FORBIDDEN = 403;

  private final TusClient client;
  private final long partBytes;
  private final RateLimit limit;
  private final TransferProgress progress;
  private final Path notes;
  private final Map<Path, AtomicLong> counted = new ConcurrentHashMap<>();

  /** Keeps what it remembers in the folder {@code notes}. */
  ResumableUpload(
      TusClient client, long partBytes, RateLimit limit, TransferProgress progress, Path notes) {
    this.client = client;
    this.partBytes = partBytes;
    this.limit = limit;
    this.progress = progress;
    this.notes = notes;
  }

  @Override
  public Outcome send(Path file, String center) throws IOException, InterruptedException {
    State state = State.of(file);
    AtomicLong position = counted.computeIfAbsent(file, unused -> new AtomicLong());
    Outcome outcome = attempt(new Sending(file, state, position), center);
    if (!(outcome instanceof Busy)) {
      counted.remove(file);
      progress.there(state.size() - position.get());
    }
    return outcome;
  }

  private Outcome attempt(Sending file, String center) throws IOException, InterruptedException {
    FileTransfer.Memory memory = memory(file, center);
    UploadNote note = note(file, memory);
    FileTransfer transfer = new FileTransfer(client, partBytes, file, memory, note);
    try {
      Optional<Sent> sent = transfer.run(metadata(file.file(), center, note));
      memory.forget();
      return sent.isPresent()
          ? new Accepted(sent.orElseThrow().job(), sent.orElseThrow().reused())
          : new Refused("changed_while_sent");
    } catch (UploadRefused refused) {
      memory.forget();
      return new Refused(refused.code());
    } catch (ServerAway away) {
      return outcomeOf(away);
    }
  }

  /** Whoever may not send this file now will not be allowed to by waiting. */
  private static Outcome outcomeOf(ServerAway away) {
    return away.status() == NOT_SIGNED_IN || away.status() == FORBIDDEN
        ? new Refused(away.code())
        : new Busy(away.code(), away.retryAfterSeconds(), away.progressed());
  }

  private FileTransfer.Memory memory(Sending file, String center) throws IOException {
    if (file.state().size() <= partBytes) {
      return new Nothing();
    }
    Files.createDirectories(notes);
    long name = Fingerprints.of(center + " " + file.state().key());
    return new UploadNotes(notes.resolve(Long.toHexString(name)));
  }

  private static UploadNote note(Sending file, FileTransfer.Memory memory) throws IOException {
    State state = file.state();
    Optional<UploadNote> noted =
        memory instanceof UploadNotes kept
            ? kept.read().filter(note -> note.isOf(state.size(), state.modified()))
            : Optional.empty();
    return noted.isPresent()
        ? noted.orElseThrow()
        : new UploadNote(null, FileBytes.digest(file.file()), state.size(), state.modified());
  }

  private static Map<String, String> metadata(Path file, String center, UploadNote note) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("filename", HubClient.fixedName(file));
    members.put("center_key", center);
    members.put("sha256", note.sha256().value());
    return members;
  }

  private record State(String key, long size, long modified) {
    static State of(Path file) throws IOException {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new State(
          ArchiveFile.of(file, FileKind.NO_FILE, attributes).identity(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
  }

  private static final class Nothing implements FileTransfer.Memory {
    @Override
    public void write(UploadNote note) {
      // A small file is sent again as a whole.
    }

    @Override
    public void forget() {
      // Nothing was kept.
    }
  }

  /** A file on its way; {@code position} is how far the progress has counted it. */
  private final class Sending implements FileTransfer.Source {
    private final Path file;
    private final State state;
    private final AtomicLong position;

    Sending(Path file, State state, AtomicLong position) {
      this.file = file;
      this.state = state;
      this.position = position;
    }

    Path file() {
      return file;
    }

    State state() {
      return state;
    }

    @Override
    public InputStream from(long offset) throws IOException {
      progress.there(offset - position.getAndSet(offset));
      return limit.slowed(new Counted(FileBytes.from(file, offset)));
    }

    @Override
    public boolean isStill() {
      try {
        return State.of(file).equals(state);
      } catch (IOException gone) {
        return false;
      }
    }

    private final class Counted extends FilterInputStream {
      Counted(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
          position.addAndGet(count);
          progress.bytes(count);
        }
        return count;
      }
    }
  }
}
