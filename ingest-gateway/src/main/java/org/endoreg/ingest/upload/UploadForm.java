package org.endoreg.ingest.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;

/**
 * A multipart body read as a stream: text fields are collected, the file part goes to the receiver
 * the moment it arrives, so it is never held in memory and never on disk in the clear.
 */
final class UploadForm {
  private static final Set<String> TEXT_FIELDS =
      Set.of("center_key", "center_name", "source_system", "idempotency_key", "sha256");
  private static final int LONGEST_FIELD = 1_024;
  private static final int LONGEST_NAME = 512;
  private static final int MOST_PARTS = 16;

  private final Map<String, String> fields = new HashMap<>();
  private Optional<ReceivedFile> file = Optional.empty();

  private UploadForm() {}

  /** Takes the file part; the fields that came before it are known. */
  interface FileReceiver {
    ReceivedFile receive(String fileName, InputStream bytes, UploadForm soFar) throws IOException;
  }

  static UploadForm read(String contentType, InputStream body, FileReceiver receiver) {
    UploadForm form = new UploadForm();
    try {
      form.takeAll(new FormParts(contentType, body), receiver);
      return form;
    } catch (ProblemException refused) {
      form.discard();
      throw refused;
    } catch (IOException | RuntimeException malformed) {
      form.discard();
      throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
    }
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name)).map(String::trim).filter(text -> !text.isEmpty());
  }

  Optional<ReceivedFile> file() {
    return file;
  }

  void discard() {
    file.ifPresent(ReceivedFile::discard);
  }

  private void takeAll(FormParts parts, FileReceiver receiver) throws IOException {
    int count = 0;
    for (Optional<FormParts.Part> next = parts.next(); next.isPresent(); next = parts.next()) {
      if (++count > MOST_PARTS) {
        throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
      }
      take(next.orElseThrow(), receiver);
    }
  }

  private void take(FormParts.Part part, FileReceiver receiver) throws IOException {
    String name = part.field();
    if ("file".equals(name)) {
      takeFile(part, receiver);
    } else if (TEXT_FIELDS.contains(name) && part.fileName().isEmpty()) {
      fields.put(name, text(name, part.bytes()));
    } else {
      throw new ProblemException(
          ProblemCode.UNKNOWN_FIELD, Map.of("body", List.of("unknown_field")));
    }
  }

  private void takeFile(FormParts.Part part, FileReceiver receiver) throws IOException {
    if (part.fileName().isEmpty() || file.isPresent()) {
      throw new ProblemException(ProblemCode.MISSING_FILE, Map.of("file", List.of("one_file")));
    }
    String fileName = part.fileName().orElseThrow();
    if (!isPlainName(fileName)) {
      throw new ProblemException(ProblemCode.INVALID_FILENAME, Map.of("file", List.of("name")));
    }
    file = Optional.of(receiver.receive(fileName, part.bytes(), this));
  }

  /** A name is only looked at for its extension; still no path and no control character passes. */
  private static boolean isPlainName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST_NAME
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
        && !name.equals(".")
        && !name.equals("..");
  }

  private static String text(String name, InputStream bytes) throws IOException {
    byte[] value = bytes.readNBytes(LONGEST_FIELD + 1);
    if (value.length > LONGEST_FIELD) {
      throw new ProblemException(ProblemCode.INVALID_PARAMETER, Map.of(name, List.of("too_long")));
    }
    return new String(value, StandardCharsets.UTF_8);
  }
}
