package org.endoreg.platform.blob;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.endoreg.contracts.BlobKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files. A write goes to a staging file, is forced to disk and renamed, and the folders
 * above it are forced too, so an object that was reported committed survives a power cut. Parts
 * that a killed process left behind are removed at a start and, because the start after a kill
 * comes too early for them, once an hour while objects are written.
 */
public final class FileObjectStore implements ObjectStore {
  private static final Logger LOG = Logger.getLogger(FileObjectStore.class);
  private static final int MOST_REMEMBERED = 5_000;
  private static final long LOOK_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Path root;
  private final Path staging;
  private final DiskRoom room;

  /** Parts this process has open; looking at their lock would end it. */
  private final Set<Path> written = ConcurrentHashMap.newKeySet();

  /** Folders whose name in the one above is on the disk. */
  private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

  private final LongSupplier nanoTime;
  private final AtomicLong lastLook;

  /**
   * Keeps objects below {@code root} and refuses writes that leave less than {@code minFreeBytes}.
   */
  public FileObjectStore(Path root, long minFreeBytes, FreeSpace freeSpace) {
    this(root, minFreeBytes, freeSpace, System::nanoTime);
  }

  FileObjectStore(Path root, long minFreeBytes, FreeSpace freeSpace, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastLook = new AtomicLong(nanoTime.getAsLong());
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(".staging");
    this.room = new DiskRoom(this.root, minFreeBytes, freeSpace);
    removeAbandonedParts();
  }

  private void lookForAbandonedParts() {
    long last = lastLook.get();
    long now = nanoTime.getAsLong();
    if (now - last > LOOK_NANOS && lastLook.compareAndSet(last, now)) {
      removeAbandonedParts();
    }
  }

  private void removeAbandonedParts() {
    try {
      AbandonedParts.removeFrom(staging, written);
    } catch (IOException onlyLeftovers) {
      LOG.warnf("abandoned parts stay: %s", onlyLeftovers.getClass().getSimpleName());
    }
  }

  @Override
  public ObjectWrite begin(BlobKey key) throws IOException {
    Files.createDirectories(staging);
    lookForAbandonedParts();
    room.require(0);
    Path part = staging.resolve(UUID.randomUUID() + ".part");
    written.add(part);
    FileWrite write = new FileWrite(created(part), part, path(key));
    try {
      write.lock();
    } catch (IOException failed) {
      write.close();
      throw failed;
    }
    return write;
  }

  private BulkFile created(Path part) throws IOException {
    try {
      return BulkFile.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException failed) {
      written.remove(part);
      throw failed;
    }
  }

  @Override
  public void adopt(BlobKey key, Path file) throws IOException {
    move(file, path(key));
  }

  @Override
  public SeekableByteChannel open(BlobKey key) throws IOException {
    return FileChannel.open(path(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public SeekableByteChannel openToStream(BlobKey key) throws IOException {
    return BulkRead.open(path(key));
  }

  @Override
  public boolean exists(BlobKey key) {
    return Files.isRegularFile(path(key), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    Files.deleteIfExists(path(key));
  }

  @Override
  public ObjectPage list(BlobKey.Role role, String after, int limit) throws IOException {
    return new FileListing(root, after, limit).of(role.name().toLowerCase(Locale.ROOT));
  }

  /** Two characters from the random end of the id keep any one folder small. */
  private Path path(BlobKey key) {
    String value = key.value();
    int slash = value.lastIndexOf('/');
    String shard = value.substring(value.length() - 2);
    return root.resolve(value.substring(0, slash))
        .resolve(shard)
        .resolve(value.substring(slash + 1));
  }

  private final class FileWrite implements ObjectWrite {
    private final BulkFile file;
    private final Path part;
    private final Path target;
    private final OutputStream stream;

    FileWrite(BulkFile file, Path part, Path target) {
      this.file = file;
      this.part = part;
      this.target = target;
      this.stream = new ForcedStream(room.checked(file.from(0)));
    }

    @Override
    public OutputStream stream() {
      return stream;
    }

    @Override
    public void commit() throws IOException {
      move(part, target);
      written.remove(part);
    }

    @Override
    public void close() throws IOException {
      file.close();
      written.remove(part);
      Files.deleteIfExists(part);
    }

    void lock() throws IOException {
      file.channel().lock();
    }

    /**
     * Forces the file when the encrypting stream closes it, because afterwards the channel is gone.
     */
    private final class ForcedStream extends FilterOutputStream {
      ForcedStream(OutputStream out) {
        super(out);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (!file.channel().isOpen()) {
          return;
        }
        try {
          out.close();
          file.channel().force(true);
        } catch (IOException failed) {
          throw room.fullOr(failed);
        }
        file.close();
      }
    }
  }

  private void move(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    forceFoldersAbove(target);
  }

  /**
   * The file's folder, and every folder up to the root that this process has not forced into the
   * one above yet, whoever made it: another write may have made one a moment ago without having
   * forced it. Nothing removes folders of a store that is open.
   */
  private void forceFoldersAbove(Path file) throws IOException {
    List<Path> forced = new ArrayList<>();
    for (@Nullable Path folder = file.getParent();
        folder != null && folder.startsWith(root);
        folder = folder.getParent()) {
      Folders.force(folder);
      if (lasting.contains(folder)) {
        break;
      }
      forced.add(folder);
    }
    remember(forced);
  }

  /** Only when those above are forced, too: whoever meets one of them looks no further. */
  private void remember(List<Path> forced) {
    if (lasting.size() >= MOST_REMEMBERED) {
      lasting.clear();
    }
    lasting.addAll(forced);
  }
}
