package org.endoreg.platform.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Where file systems are mounted, as Linux tells it in {@code /proc/self/mountinfo}. */
record MountPoints(List<String> lines) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final int MOUNT_POINT = 4;

  /** Those of this machine; none when it does not tell. */
  static MountPoints ofThisMachine() {
    try {
      return new MountPoints(Files.readAllLines(TABLE));
    } catch (IOException notTold) {
      return new MountPoints(List.of());
    }
  }

  /** True when a file system of its own, or a bind mount, begins at this resolved folder. */
  boolean has(Path folder) {
    return lines.stream()
        .map(line -> BLANK.split(line))
        .anyMatch(
            fields -> fields.length > MOUNT_POINT && path(fields[MOUNT_POINT]).equals(folder));
  }

  /** Blanks and the like are written as three octal digits. */
  private static Path path(String escaped) {
    return Path.of(
        OCTAL
            .matcher(escaped)
            .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 8))));
  }
}
