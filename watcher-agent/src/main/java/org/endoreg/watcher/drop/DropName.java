package org.endoreg.watcher.drop;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.endoreg.contracts.events.IngestFolder;

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
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(".") || lower.startsWith("~")) {
      return false;
    }
    if (lower.contains(".tmp.") || lower.contains(".part.")) {
      return false;
    }
    if (UNFINISHED_ENDINGS.stream().anyMatch(lower::endsWith)) {
      return false;
    }
    int dot = lower.lastIndexOf('.');
    String ending = lower.substring(dot + 1);
    return switch (folder) {
      case REPORT_IMPORT -> dot > 0 && ending.equals("pdf");
      case PREANONYMIZED_IMPORT -> dot > 0 && (ending.equals("pdf") || ending.equals("mp4"));
      case VIDEO_IMPORT -> dot > 0 && VIDEO_ENDINGS.contains(ending);
    };
  }
}
