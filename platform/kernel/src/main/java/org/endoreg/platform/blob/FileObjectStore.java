package org.endoreg.platform.blob;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files. A write goes to a staging file, is forced to disk and renamed, and the folders
 * above it are forced too, so an object that was reported committed survives a power cut. Parts
 * that a killed process left behind are removed at the next start.
 */
public final class FileObjectStore implements ObjectStore {
  private static final int SPACE_CHECK_INTERVAL = 16 * 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(FileObjectStore.class);

  private final Path root;
  private final Path staging;
  private final long minFreeBytes;
  private final FreeSpace freeSpace;

  /** How much may still be written to the disk a folder lies on. */
  @FunctionalInterface
  interface FreeSpace {
    long usable(Path folder) throws IOException;
  }

  /**
   * Keeps objects below {@code root} and refuses writes that leave less than {@code minFreeBytes}.
   */
  public FileObjectStore(Path root, long minFreeBytes) {
    this(root, minFreeBytes, folder -> Files.getFileStore(folder).getUsableSpace());
  }

  FileObjectStore(Path root, long minFreeBytes, FreeSpace freeSpace) {
    this.freeSpace = freeSpace;
    this.root = root.toAbsolutePath().normalize();
    this.staging = this.root.resolve(".staging");
    this.minFreeBytes = minFreeBytes;
    removeAbandonedParts();
  }

  private void removeAbandonedParts() {
    try {
      AbandonedParts.removeFrom(staging);
    } catch (IOException onlyLeftovers) {
      LOG.warnf("abandoned parts stay: %s", onlyLeftovers.getClass().getSimpleName());
    }
  }

  @Override
  public ObjectWrite begin(BlobKey key) throws IOException {
    Files.createDirectories(staging);
    requireSpace(staging);
    Path part = staging.resolve(UUID.randomUUID() + ".part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileWrite write = new FileWrite(channel, part, path(key));
    try {
      channel.lock();
    } catch (IOException failed) {
      write.close();
      throw failed;
    }
    return write;
  }

  @Override
  public SeekableByteChannel open(BlobKey key) throws IOException {
    return FileChannel.open(path(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
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

  private void requireSpace(Path folder) throws IOException {
    if (freeSpace.usable(folder) < minFreeBytes) {
      throw new InsufficientStorage();
    }
  }

  private final class FileWrite implements ObjectWrite {
    private final FileChannel channel;
    private final Path part;
    private final Path target;
    private final OutputStream stream;

    FileWrite(FileChannel channel, Path part, Path target) {
      this.channel = channel;
      this.part = part;
      this.target = target;
      this.stream = new SpaceCheckedStream(Channels.newOutputStream(channel));
    }

    @Override
    public OutputStream stream() {
      return stream;
    }

    @Override
    public void commit() throws IOException {
      Files.createDirectories(target.getParent());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      forceFoldersAbove(target);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(part);
    }

    /**
     * Forces the file when the encrypting stream closes it, because afterwards the channel is gone.
     */
    private final class SpaceCheckedStream extends FilterOutputStream {
      private int untilCheck = SPACE_CHECK_INTERVAL;

      SpaceCheckedStream(OutputStream out) {
        super(out);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        untilCheck -= length;
        if (untilCheck < 0) {
          requireSpace(root);
          untilCheck = SPACE_CHECK_INTERVAL;
        }
        try {
          out.write(bytes, offset, length);
        } catch (IOException failed) {
          throw fullDiskOr(failed);
        }
      }

      @Override
      public void close() throws IOException {
        if (!channel.isOpen()) {
          return;
        }
        try {
          channel.force(true);
        } catch (IOException failed) {
          throw fullDiskOr(failed);
        }
        super.close();
      }

      private IOException fullDiskOr(IOException failed) throws IOException {
        long usable = freeSpace.usable(root);
        return usable < minFreeBytes ? new InsufficientStorage() : failed;
      }
    }
  }

  /**
   * Every folder up to the root, whoever made it: another write may have made one a moment ago
   * without having forced it yet.
   */
  private void forceFoldersAbove(Path file) throws IOException {
    for (@Nullable Path folder = file.getParent();
        folder != null && folder.startsWith(root);
        folder = folder.getParent()) {
      force(folder);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
