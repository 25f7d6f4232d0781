package org.endoreg.anonymizer.ocr;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the folder with Tesseract's language data. The order is: the operator's setting, the
 * variable {@code TESSDATA_PREFIX}, the folder of the Debian package.
 */
public final class TessData {
  private static final String LANGUAGE_FILE = OcrEngine.LANGUAGE + ".traineddata";
  private static final Path DEBIAN = Path.of("/usr/share/tesseract-ocr");

  private final Path folder;

  private TessData(Path folder) {
    this.folder = folder;
  }

  /** Looks in the real environment. */
  public static TessData locate(Optional<Path> setting) throws OcrUnavailableException {
    return locate(setting, System.getenv(), DEBIAN);
  }

  static TessData locate(Optional<Path> setting, Map<String, String> environment, Path debian)
      throws OcrUnavailableException {
    List<Path> candidates = new ArrayList<>();
    setting.ifPresent(candidates::add);
    Optional.ofNullable(environment.get("TESSDATA_PREFIX"))
        .map(Path::of)
        .ifPresent(
            prefix -> {
              candidates.add(prefix);
              candidates.add(prefix.resolve("tessdata"));
            });
    candidates.addAll(versionedFolders(debian));
    return candidates.stream()
        .filter(candidate -> Files.isReadable(candidate.resolve(LANGUAGE_FILE)))
        .findFirst()
        .map(TessData::new)
        .orElseThrow(TessData::missing);
  }

  /** The folder that holds the German data file. */
  public Path folder() {
    return folder;
  }

  private static List<Path> versionedFolders(Path debian) {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(debian)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
        versions.forEach(version -> folders.add(version.resolve("tessdata")));
      } catch (IOException e) {
        return List.of();
      }
    }
    folders.sort(Comparator.reverseOrder());
    return folders;
  }

  private static OcrUnavailableException missing() {
    return new OcrUnavailableException(
        "No "
            + LANGUAGE_FILE
            + " found. Install the Debian package tesseract-ocr-deu, or point the tessdata setting"
            + " or TESSDATA_PREFIX to the folder that holds it.");
  }
}
