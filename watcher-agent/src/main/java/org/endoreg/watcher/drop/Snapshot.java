package org.endoreg.watcher.drop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Which file this is and what state it is in: device and inode, size in bytes and time of the last
 * change.
 */
public record Snapshot(String fileKey, long size, long modifiedNanos) {

  /**
   * The snapshot of a regular, non-empty file; empty for links, folders, devices, empty files and
   * files that are gone.
   */
  public static Optional<Snapshot> of(Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() == 0) {
        return Optional.empty();
      }
      long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
      return Optional.of(
          new Snapshot(String.valueOf(attributes.fileKey()), attributes.size(), modified));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * The same id for the same part of a claim in the same state, so a repeated submission writes the
   * same blob. The claim has a name of its own that no other claim ever gets; device and inode stay
   * out, because a device may have another number after the next boot.
   */
  public UUID submissionId(String part) {
    String state = part + "|" + size + "|" + modifiedNanos;
    return UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8));
  }
}
