package org.endoreg.platform.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The block size of the file system a file lies on. It is asked for once per device, since asking
 * means to read the table of all mounts, and small files come in thousands.
 */
final class BlockSize {
  private static final Map<Object, Integer> OF_DEVICE = new ConcurrentHashMap<>();

  private BlockSize() {}

  /** In bytes, of the file system of a file that exists. */
  static int of(Path file) throws IOException {
    Object device = Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    @Nullable Integer known = OF_DEVICE.get(device);
    if (known != null) {
      return known;
    }
    int asked = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    OF_DEVICE.put(device, asked);
    return asked;
  }
}
