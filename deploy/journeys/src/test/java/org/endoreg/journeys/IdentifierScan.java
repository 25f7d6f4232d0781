package org.endoreg.journeys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Searches bytes, texts and file names for planted identifiers, in the encodings they could hide
 * in.
 */
final class IdentifierScan {
  /** Shorter ones occur in any binary by chance. */
  private static final int SHORTEST_IN_BYTES = 6;

  private static final int PIECE = 1 << 20;

  /** Longer than any identifier in any encoding. */
  private static final int OVERLAP = 4_096;

  private static final List<Charset> ENCODINGS =
      List.of(
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          StandardCharsets.ISO_8859_1);

  private final List<String> planted;

  IdentifierScan(List<String> planted) {
    this.planted = planted;
  }

  List<String> inText(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    return planted.stream().filter(id -> folded.contains(id.toLowerCase(Locale.ROOT))).toList();
  }

  List<String> inBytes(byte[] bytes) {
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>();
    for (String id : planted) {
      if (id.length() >= SHORTEST_IN_BYTES
          && ENCODINGS.stream().anyMatch(in -> holds(latin, id, in))) {
        found.add(id);
      }
    }
    return found;
  }

  private static boolean holds(String latin, String id, Charset encoding) {
    return latin.contains(new String(id.getBytes(encoding), StandardCharsets.ISO_8859_1));
  }

  /** Contents and names of every file below these folders; what vanishes meanwhile is not there. */
  List<String> inFiles(List<Path> folders) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          inText(name).forEach(id -> found.add(id + " in the name of a file in " + folder));
          inFile(file).forEach(id -> found.add(id + " in " + file));
        }
      }
    }
    return found;
  }

  /** Piece by piece, each with the end of the one before: a file may be larger than the memory. */
  private Set<String> inFile(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] piece = new byte[OVERLAP + PIECE];
      int kept = 0;
      for (int read = bytes.readNBytes(piece, kept, PIECE);
          read > 0;
          read = bytes.readNBytes(piece, kept, PIECE)) {
        int end = kept + read;
        found.addAll(inBytes(withoutPadding(piece, end)));
        kept = Math.min(OVERLAP, end);
        System.arraycopy(piece, end - kept, piece, 0, kept);
      }
    } catch (NoSuchFileException vanished) {
      return found;
    }
    return found;
  }

  /** Logs and indexes are made long at once and filled later; zeros hide nothing. */
  private static byte[] withoutPadding(byte[] bytes, int length) {
    int end = length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    // the last character of a text in two bytes each may end with a zero
    return Arrays.copyOf(bytes, Math.min(length, end + 1));
  }
}
