package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.endoreg.contracts.BlobKey;

/**
 * A staged blob while one writer has it open. A checkpoint has three steps: {@link #force()}, the
 * caller records {@link #offset()} in its database, {@link #settle()}. The bytes of an earlier
 * checkpoint stay readable until the last step, so a crash between any two loses nothing that was
 * recorded. Holds less than one part in memory. Not for use by two threads at once.
 */
public final class StagedBlob implements Closeable {
  private static final int PART_BYTES = PartLayout.PART_BYTES;
  private static final int SMALLEST_BUFFER = 65_536;
  private static final String TAIL = ".tail";

  private final Path folder;
  private final BulkFile parts;
  private final ObjectStore objects;
  private final StreamingAead encryption;
  private final DiskRoom room;
  private final BlobKey key;
  private final Runnable whenClosed;
  private byte[] tail = new byte[SMALLEST_BUFFER];
  private int filled;
  private long wholeParts;
  private OutputStream sealedParts;
  private PartWriter writer;
  private boolean partsForced = true;

  StagedBlob(
      Path folder,
      BulkFile parts,
      ObjectStore objects,
      StreamingAead encryption,
      DiskRoom room,
      BlobKey key,
      Runnable whenClosed) {
    this.folder = folder;
    this.parts = parts;
    this.objects = objects;
    this.encryption = encryption;
    this.room = room;
    this.key = key;
    this.whenClosed = whenClosed;
    this.sealedParts = sealedPartsFrom(0);
    this.writer = writerFrom(0);
  }

  /** Goes back to a recorded offset: whole parts from their file, the rest from its tail. */
  void rewind(long durableOffset) throws IOException {
    wholeParts = durableOffset / PART_BYTES;
    filled = (int) (durableOffset % PART_BYTES);
    long sealedBytes = wholeParts * PartLayout.SEALED_PART_BYTES;
    if (parts.channel().size() < sealedBytes) {
      throw new IOException("staged parts are missing");
    }
    if (filled > 0) {
      tail = readTail(durableOffset);
    }
    parts.channel().truncate(sealedBytes);
    sealedParts.close();
    sealedParts = sealedPartsFrom(sealedBytes);
    writer = writerFrom(wholeParts);
    settle();
  }

  /** Plain bytes staged so far; durable are those of the last recorded checkpoint only. */
  public long offset() {
    return wholeParts * PART_BYTES + filled;
  }

  /** True right after a whole part, where a checkpoint needs no tail and so costs least. */
  public boolean isBetweenParts() {
    return filled == 0;
  }

  /** Takes the next bytes. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, PART_BYTES - filled);
      makeRoom(filled + count);
      System.arraycopy(bytes, offset + done, tail, filled, count);
      filled += count;
      done += count;
      if (filled == PART_BYTES) {
        sealPart();
      }
    }
  }

  private void makeRoom(int bytes) {
    if (bytes > tail.length) {
      tail = Arrays.copyOf(tail, Math.min(PART_BYTES, Math.max(bytes, tail.length * 4)));
    }
  }

  private void sealPart() throws IOException {
    partsForced = false;
    writer.write(tail, 0, PART_BYTES);
    wholeParts++;
    filled = 0;
  }

  /** First step of a checkpoint: all bytes up to {@link #offset()} are on disk afterwards. */
  public void force() throws IOException {
    try {
      if (!partsForced) {
        forceParts();
        partsForced = true;
      }
      if (filled > 0) {
        writeTail();
      }
      Folders.force(folder);
    } catch (IOException failed) {
      throw room.fullOr(failed);
    }
  }

  private void forceParts() throws IOException {
    sealedParts.flush();
    parts.channel().force(true);
  }

  private void writeTail() throws IOException {
    Path fresh = folder.resolve("tail.new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream sealing =
          PartWriter.sealing(
              encryption, Channels.newOutputStream(file), PartLayout.tailData(key, offset()));
      sealing.write(tail, 0, filled);
      sealing.close();
      file.force(true);
    }
    Files.move(fresh, tailOf(offset()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Last step of a checkpoint, once the offset is recorded: earlier tails are not needed more. */
  public void settle() throws IOException {
    Path current = tailOf(offset());
    try (DirectoryStream<Path> tails = Files.newDirectoryStream(folder, "*" + TAIL)) {
      for (Path found : tails) {
        if (filled == 0 || !found.equals(current)) {
          Files.deleteIfExists(found);
        }
      }
    }
  }

  private byte[] readTail(long offset) throws IOException {
    try (InputStream sealed =
        Files.newInputStream(tailOf(offset), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      byte[] plain =
          encryption
              .newDecryptingStream(sealed, PartLayout.tailData(key, offset))
              .readNBytes(PART_BYTES);
      if (plain.length != filled) {
        throw new IOException("the staged tail has another length");
      }
      return plain;
    } catch (GeneralSecurityException failed) {
      throw new IOException("decryption is not available", failed);
    }
  }

  /** Copies everything staged, from the first byte on, authenticating it. */
  public void copyTo(OutputStream out) throws IOException {
    sealedParts.flush();
    // Not closed: the channel below stays in use, and closing any other would end the lock.
    InputStream whole =
        Channels.newInputStream(
            new PartedChannel(parts.channel(), encryption, key, wholeParts * PART_BYTES));
    whole.transferTo(out);
    out.write(tail, 0, filled);
  }

  /**
   * Ends the blob with its short part and hands it to the store as it lies, without sealing it
   * again. Afterwards it is readable under its key and no longer staged. Interrupted, it can be
   * repeated: until the store has it, the recorded checkpoint is still there.
   */
  public void handOver() throws IOException {
    try {
      writer.write(tail, 0, filled);
      writer.close();
      forceParts();
    } catch (IOException failed) {
      throw room.fullOr(failed);
    }
    objects.adopt(key, folder.resolve(StagingArea.PARTS));
    Folders.remove(folder);
    close();
  }

  /** Lets go of it; what a recorded checkpoint covers stays for the next one who opens it. */
  @Override
  public void close() throws IOException {
    if (!parts.channel().isOpen()) {
      return;
    }
    try (parts) {
      sealedParts.close();
    } finally {
      whenClosed.run();
    }
  }

  private Path tailOf(long offset) {
    return folder.resolve(offset + TAIL);
  }

  /** The file is not closed with its last byte: its lock must last until the store has it. */
  private PartWriter writerFrom(long firstPart) {
    return new PartWriter(encryption, key, new KeptOpen(sealedParts), firstPart);
  }

  private OutputStream sealedPartsFrom(long position) {
    return room.checked(parts.from(position));
  }
}
