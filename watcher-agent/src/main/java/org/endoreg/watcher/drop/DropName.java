package org.endoreg.watcher.drop;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.platform.sidecar.SidecarFormat;

/**
 * Which names in a drop folder are files to take; everything a half-written file is usually called
 * is not.
 */
final class DropName {
  private static final List<String> UNFINISHED_ENDINGS =
      List.of(".tmp", ".part", ".partial", ".crdownload", ".download", ".lock");
  private static final Set<String> VIDEO_ENDINGS =
      Set.of("mp4", "avi", "mov", "mkv", "webm", "m4v", "wmv");

  private DropName() {}

  static boolean isTaken(String name, IngestFolder folder) {
    return isMedium(name, folder)
        || (folder == IngestFolder.PREANONYMIZED_IMPORT && isSidecar(name));
  }

  static boolean isMedium(String name, IngestFolder folder) {
    String ending = ending(name);
    boolean fits =
        switch (folder) {
          case REPORT_IMPORT -> ending.equals("pdf");
          case PREANONYMIZED_IMPORT -> ending.equals("pdf") || ending.equals("mp4");
          case VIDEO_IMPORT -> VIDEO_ENDINGS.contains(ending);
        };
    return fits && isFinished(name);
  }

  static boolean isSidecar(String name) {
    return SidecarFormat.ofEnding(ending(name)).isPresent() && isFinished(name);
  }

  /** What stands before the ending; a medium and its sidecar share it. */
  static String stem(String name) {
    return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
  }

  /** What stands behind the last dot, in lower case; empty when nothing stands before it. */
  static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isFinished(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean hidden = lower.startsWith(".") || lower.startsWith("~");
    boolean unfinished = lower.contains(".tmp.") || lower.contains(".part.");
    return !hidden && !unfinished && UNFINISHED_ENDINGS.stream().noneMatch(lower::endsWith);
  }
}
