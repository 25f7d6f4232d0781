package org.endoreg.ingest.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.Tika;
import org.endoreg.contracts.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a file is from its first bytes. Sniffers name some containers differently from the
 * types this API advertises, so their names are mapped.
 */
@ApplicationScoped
public class MediaTypes {
  /** How many leading bytes detection looks at. */
  public static final int PREFIX_BYTES = 65_536;

  private static final Map<String, String> ACCEPTED =
      Map.ofEntries(
          Map.entry("application/pdf", "application/pdf"),
          Map.entry("video/mp4", "video/mp4"),
          Map.entry("application/mp4", "video/mp4"),
          Map.entry("video/x-m4v", "video/mp4"),
          Map.entry("video/3gpp", "video/mp4"),
          Map.entry("video/quicktime", "video/quicktime"),
          Map.entry("video/x-msvideo", "video/x-msvideo"),
          Map.entry("video/avi", "video/x-msvideo"),
          Map.entry("video/x-ms-asf", "video/x-ms-wmv"),
          Map.entry("video/x-ms-wmv", "video/x-ms-wmv"),
          Map.entry("application/x-matroska", "video/x-matroska"),
          Map.entry("video/x-matroska", "video/x-matroska"),
          Map.entry("video/webm", "video/x-matroska"));
  private static final Map<String, MediaKind> EXTENSIONS =
      Map.ofEntries(
          Map.entry("pdf", MediaKind.REPORT),
          Map.entry("mp4", MediaKind.VIDEO),
          Map.entry("m4v", MediaKind.VIDEO),
          Map.entry("avi", MediaKind.VIDEO),
          Map.entry("mov", MediaKind.VIDEO),
          Map.entry("qt", MediaKind.VIDEO),
          Map.entry("wmv", MediaKind.VIDEO),
          Map.entry("mkv", MediaKind.VIDEO),
          Map.entry("webm", MediaKind.VIDEO));

  private final Tika tika = new Tika();

  /** The accepted type of content that begins with these bytes; empty when it is none. */
  public Optional<String> detect(byte[] prefix) {
    return Optional.ofNullable(ACCEPTED.get(tika.detect(prefix)));
  }

  /** Report for PDF, video for everything else that is accepted. */
  public static MediaKind kindOf(String mediaType) {
    return mediaType.equals("application/pdf") ? MediaKind.REPORT : MediaKind.VIDEO;
  }

  /**
   * True when the name's extension promises another kind than the content is; an unknown extension
   * promises nothing.
   */
  public static boolean contradicts(String fileName, String mediaType) {
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    @Nullable MediaKind promised = EXTENSIONS.get(extension);
    return promised != null && promised != kindOf(mediaType);
  }
}
