package org.endoreg.transfer.receiving;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.endoreg.platform.blob.BulkFile;
import org.endoreg.platform.blob.BulkRead;
import org.endoreg.platform.blob.DiskRoom;
import org.endoreg.platform.blob.FreeSpace;
import org.endoreg.platform.startup.HubSettings;

/**
 * Ciphertexts on their way, each a private file that grows at its end. They are sealed, so they lie
 * here as they came; what was told as received is on the disk.
 */
@ApplicationScoped
class Ciphertexts {
  private static final String ENDING = ".ciphertext";
  private static final int ID_LENGTH = 36;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long FORCE_EVERY_BYTES = 64L << 20;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final DiskRoom room;
  private final Set<UUID> writing = ConcurrentHashMap.newKeySet();

  Ciphertexts(TransferSettings settings, HubSettings hub, FreeSpace freeSpace) {
    this.folder = settings.stagingDir().toAbsolutePath().normalize();
    this.room = new DiskRoom(folder, hub.blobs().minFreeBytes(), freeSpace);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, OWNER_FOLDER);
      }
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /**
   * @throws org.endoreg.platform.blob.InsufficientStorage when so many bytes more leave too few
   *     free
   */
  void requireRoom(long bytes) throws IOException {
    room.require(bytes);
  }

  /** Takes the ciphertext for one writer or remover; false when another one has it. */
  boolean lock(UUID transfer) {
    return writing.add(transfer);
  }

  void unlock(UUID transfer) {
    writing.remove(transfer);
  }

  /** Transfers of which there are bytes. */
  List<UUID> all() throws IOException {
    List<UUID> transfers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.length() == ID_LENGTH + ENDING.length()) {
          transfers.add(UUID.fromString(name.substring(0, ID_LENGTH)));
        }
      }
    }
    return transfers;
  }

  /** When bytes came last; the beginning of time for none. */
  Instant changed(UUID transfer) throws IOException {
    Path file = file(transfer);
    return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
  }

  /** Bytes of the transfer that are here; 0 for none. */
  long size(UUID transfer) throws IOException {
    Path file = file(transfer);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Appends until the body ends or {@code limit} bytes are here.
   *
   * @return bytes that are here and durable
   * @throws TooLong when the body has more than that
   */
  long append(UUID transfer, InputStream body, long limit) throws IOException, TooLong {
    try (BulkFile file = open(transfer)) {
      return append(file, body, limit);
    }
  }

  private static long append(BulkFile file, InputStream body, long limit)
      throws IOException, TooLong {
    long position = file.channel().size();
    long forced = position;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream end = file.from(position)) {
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        if (position + read > limit) {
          throw new TooLong();
        }
        end.write(buffer, 0, read);
        position += read;
        if (position - forced >= FORCE_EVERY_BYTES) {
          end.flush();
          file.channel().force(false);
          forced = position;
        }
      }
    } finally {
      file.channel().force(true);
    }
    return position;
  }

  /** Makes durable what an append that was killed may have left in memory. */
  void force(UUID transfer) throws IOException {
    try (BulkFile file = open(transfer)) {
      file.channel().force(true);
    }
  }

  /** The whole ciphertext, to be opened. */
  InputStream open(UUID transfer, int buffer) throws IOException {
    InputStream bytes = Channels.newInputStream(BulkRead.open(file(transfer)));
    return new BufferedInputStream(bytes, buffer);
  }

  /** Forgets the bytes of a transfer; there may be none. */
  void discard(UUID transfer) throws IOException {
    Files.deleteIfExists(file(transfer));
  }

  /** The body has more bytes than were announced. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private BulkFile open(UUID transfer) throws IOException {
    return BulkFile.open(
        file(transfer), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
  }

  private Path file(UUID transfer) {
    return folder.resolve(transfer + ENDING);
  }
}
