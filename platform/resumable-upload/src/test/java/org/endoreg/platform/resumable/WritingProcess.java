package org.endoreg.platform.resumable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.access.CenterScope;
import org.endoreg.platform.blob.BlobVault;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.platform.blob.FileObjectStore;
import org.endoreg.platform.blob.FreeSpace;
import org.endoreg.platform.blob.StagedBlob;
import org.endoreg.platform.blob.StagingArea;
import org.endoreg.platform.keys.Keyring;
import org.endoreg.platform.sql.Database;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that goes on with an upload, the way a request does, until it is done or killed. */
final class WritingProcess {
  static final CenterScope SCOPE = CenterScope.of(new CenterKey("local"));

  private WritingProcess() {}

  /** What the process is told: arguments in this order. */
  public static void main(String[] told) throws IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(told[0]);
    source.setUser(told[1]);
    source.setPassword(told[2]);
    Jdbi jdbi = Database.over(source);
    UUID id = UUID.fromString(told[5]);
    Settings settings =
        new Settings(Long.parseLong(told[6]), Duration.ofMillis(Long.parseLong(told[7])));
    ResumableUploads uploads = new ResumableUploads(jdbi);
    ResumableUpload upload = uploads.find(SCOPE, id).orElseThrow();
    StagingArea area = area(Path.of(told[3]), Path.of(told[4]));
    try (StagedBlob blob = area.open(id, upload.key(), upload.offset());
        Writer writer = new Writer(() -> {})) {
      InputStream bytes = new Generated(upload.offset(), upload.length(), Long.parseLong(told[8]));
      new Receiving(SCOPE, upload, blob, uploads, new RunningDigests(), settings)
          .receive(new Chunk(upload.offset(), -1, Optional.empty(), bytes), writer);
    }
  }

  static StagingArea area(Path keys, Path blobs) {
    FreeSpace plenty = folder -> Long.MAX_VALUE;
    Path folder = blobs.resolve("crashes");
    BlobVault vault =
        new BlobVault(new FileObjectStore(blobs, 0, plenty), Keyring.open(keys).blobs());
    return vault.stagingIn(folder, new DiskRoom(folder, 0, plenty));
  }

  /** The byte every generated file has at an offset. */
  static byte at(long offset) {
    return (byte) (offset * 31 + (offset >>> 8) * 17 + (offset >>> 16));
  }

  /**
   * A file that exists nowhere, given out in pieces of any size; without a pause, as fast as it can
   * be taken and with whatever the buffer holds.
   */
  static final class Generated extends InputStream {
    private final long end;
    private final long pauseMicros;
    private long position;

    Generated(long position, long end, long pauseMicros) {
      this.position = position;
      this.end = end;
      this.pauseMicros = pauseMicros;
    }

    @Override
    public int read() {
      return position == end ? -1 : at(position++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (position == end) {
        return -1;
      }
      pause();
      if (pauseMicros == 0) {
        int whole = (int) Math.min(length, end - position);
        position += whole;
        return whole;
      }
      int most = 1 + (int) (position % length);
      int count = (int) Math.min(most, end - position);
      for (int i = 0; i < count; i++) {
        target[offset + i] = at(position++);
      }
      return count;
    }

    private void pause() throws IOException {
      try {
        TimeUnit.MICROSECONDS.sleep(pauseMicros);
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
    }
  }

  /** Settings that say when a checkpoint is due and nothing else. */
  record Settings(long checkpointBytes, Duration checkpointInterval) implements ResumableSettings {
    @Override
    public long maxBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public Duration expiry() {
      return Duration.ofHours(1);
    }

    @Override
    public long minBytesPerSecond() {
      return 0;
    }

    @Override
    public Duration slowGrace() {
      return Duration.ofHours(1);
    }

    @Override
    public int maxOpenPerCenter() {
      return 1_000;
    }

    @Override
    public long maxStagedBytesPerCenter() {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean ietfDraft() {
      return false;
    }

    @Override
    public int maxWriters() {
      return 1;
    }

    @Override
    public Duration displacePatience() {
      return Duration.ZERO;
    }

    @Override
    public String sweepInterval() {
      return "off";
    }

    @Override
    public String folderSweepInterval() {
      return "off";
    }
  }
}
