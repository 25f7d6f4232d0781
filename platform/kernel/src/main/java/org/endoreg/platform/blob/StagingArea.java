package org.endoreg.platform.blob;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.endoreg.contracts.BlobKey;
import org.jspecify.annotations.Nullable;

/**
 * Where blobs lie that arrive in pieces over hours and outlive the process that receives them. Each
 * has a folder of its own: its whole parts, sealed as they will stay, and the sealed bytes since
 * the last of them. How many of its bytes count is recorded by the caller, in a database.
 */
public final class StagingArea {
  static final String PARTS = "parts";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Path folder;
  private final ObjectStore objects;
  private final StreamingAead encryption;
  private final DiskRoom room;
  private final Set<UUID> open = ConcurrentHashMap.newKeySet();

  StagingArea(Path folder, ObjectStore objects, StreamingAead encryption, DiskRoom room) {
    this.folder = folder.toAbsolutePath().normalize();
    this.objects = objects;
    this.encryption = encryption;
    this.room = room;
  }

  /**
   * Refuses early what the disk has no room for.
   *
   * @throws InsufficientStorage when so many bytes would leave too little space
   */
  public void requireRoom(long bytes) throws IOException {
    Files.createDirectories(folder);
    room.require(bytes);
  }

  /**
   * Opens the staged blob for writing from {@code durableOffset} on, the last offset the caller
   * recorded. What lies beyond it is discarded: nobody was told that it was kept.
   *
   * @throws StagingBusy when another process or thread has it open
   */
  public StagedBlob open(UUID id, BlobKey key, long durableOffset) throws IOException {
    requireFree(id);
    try {
      return opened(id, key, durableOffset);
    } catch (IOException | RuntimeException failed) {
      open.remove(id);
      throw failed;
    }
  }

  private StagedBlob opened(UUID id, BlobKey key, long durableOffset) throws IOException {
    Path own = folder(id);
    if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(own);
      Folders.force(folder);
    }
    room.require(0);
    BulkFile parts =
        BulkFile.open(
            own.resolve(PARTS),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    try {
      requireLock(parts.channel());
      StagedBlob blob =
          new StagedBlob(own, parts, objects, encryption, room, key, () -> open.remove(id));
      blob.rewind(durableOffset);
      return blob;
    } catch (IOException | RuntimeException failed) {
      parts.close();
      throw failed;
    }
  }

  /**
   * Removes everything staged under the id; removing what is not there is no error. False when
   * somebody is writing it, and then nothing is removed.
   */
  public boolean remove(UUID id) throws IOException {
    if (!open.add(id)) {
      return false;
    }
    Path own = folder(id);
    try (FileChannel parts = FileChannel.open(own.resolve(PARTS), StandardOpenOption.WRITE)) {
      requireLock(parts);
      Folders.remove(own);
    } catch (NoSuchFileException noParts) {
      Folders.remove(own);
    } catch (StagingBusy busy) {
      return false;
    } finally {
      open.remove(id);
    }
    return true;
  }

  /**
   * Ids with anything staged, at most {@code limit} that come after {@code after} in text order.
   */
  public List<UUID> ids(@Nullable UUID after, int limit) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    }
    return names.stream()
        .filter(name -> ID.matcher(name).matches())
        .filter(name -> after == null || name.compareTo(after.toString()) > 0)
        .sorted()
        .limit(limit)
        .map(UUID::fromString)
        .toList();
  }

  private Path folder(UUID id) {
    return folder.resolve(id.toString());
  }

  /**
   * Within one process a second channel must not even be opened: closing it would end the lock of
   * the first.
   */
  private void requireFree(UUID id) throws StagingBusy {
    if (!open.add(id)) {
      throw new StagingBusy();
    }
  }

  /** Against other processes; ends with the channel, and with the process however that ends. */
  private static void requireLock(FileChannel parts) throws IOException {
    try {
      @Nullable FileLock lock = parts.tryLock();
      if (lock == null) {
        throw new StagingBusy();
      }
    } catch (OverlappingFileLockException anotherAreaOfThisProcess) {
      throw new StagingBusy();
    }
  }
}
