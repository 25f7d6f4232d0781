package org.endoreg.transfer.receiving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.RequestContext;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The form in which the reference system sends media: role, envelope, then the ciphertext, which is
 * handed on as it arrives and so has to come last.
 */
final class MediaForm {
  private static final int LARGEST_FIELD = 65_536;
  private static final int MOST_PARTS = 4;

  private @Nullable String role;
  private @Nullable String envelope;
  private MediaIntake.@Nullable Progress progress;

  private MediaForm() {}

  /** Takes the ciphertext under its envelope. */
  interface CiphertextReceiver {
    MediaIntake.Progress receive(String envelope, InputStream ciphertext) throws IOException;
  }

  static MediaForm read(String contentType, InputStream body, CiphertextReceiver receiver)
      throws IOException {
    FileUpload parser = new FileUpload();
    parser.setFileCountMax(MOST_PARTS);
    MediaForm form = new MediaForm();
    try {
      FileItemIterator parts = parser.getItemIterator(new Body(contentType, body));
      while (parts.hasNext()) {
        form.take(parts.next(), receiver);
      }
    } catch (FileUploadException malformed) {
      throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
    }
    return form;
  }

  /**
   * How far the transfer is.
   *
   * @throws ProblemException when the form had no file
   */
  MediaIntake.Progress progress() {
    if (progress == null) {
      throw new ProblemException(ProblemCode.MISSING_FILE);
    }
    return progress;
  }

  private void take(FileItemStream part, CiphertextReceiver receiver) throws IOException {
    try (InputStream bytes = part.openStream()) {
      switch (String.valueOf(part.getFieldName())) {
        case "media_role" -> role = text(bytes);
        case "envelope" -> envelope = text(bytes);
        case "file" -> takeFile(bytes, receiver);
        default -> throw new ProblemException(ProblemCode.UNKNOWN_FIELD);
      }
    }
  }

  private void takeFile(InputStream bytes, CiphertextReceiver receiver) throws IOException {
    TransferResource.requireRole(String.valueOf(role));
    if (envelope == null) {
      throw new ProblemException(ProblemCode.ENVELOPE_REQUIRED);
    }
    progress = receiver.receive(envelope, bytes);
  }

  private static String text(InputStream bytes) throws IOException {
    byte[] value = bytes.readNBytes(LARGEST_FIELD + 1);
    if (value.length > LARGEST_FIELD) {
      throw new ProblemException(ProblemCode.BODY_TOO_LARGE);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private record Body(String contentType, InputStream body) implements RequestContext {
    @Override
    public String getCharacterEncoding() {
      return StandardCharsets.UTF_8.name();
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public int getContentLength() {
      return -1;
    }

    @Override
    public InputStream getInputStream() {
      return body;
    }
  }
}
