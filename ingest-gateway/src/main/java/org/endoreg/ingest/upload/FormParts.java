package org.endoreg.ingest.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart body, one after the other, none of them held. The search for the end of
 * a part skips ahead instead of looking at every byte, because every byte of every file passes it.
 */
final class FormParts {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int LONGEST_BOUNDARY = 70;
  private static final int LARGEST_HEADER = 8_192;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final InputStream body;
  private final BoundarySearch delimiter;
  private final byte[] buffer;

  /** Read and not yet given out is {@code start} to {@code end}. */
  private int start;

  private int end = LINE_END.length;

  /** Up to here the bytes are known to be of the current part. */
  private int known;

  private boolean atDelimiter;

  /**
   * Begins before whatever comes before the first part.
   *
   * @throws Malformed when the content type names no boundary
   */
  FormParts(String contentType, InputStream body) throws IOException {
    this.body = body;
    this.delimiter =
        new BoundarySearch(("\r\n--" + boundaryOf(contentType)).getBytes(StandardCharsets.UTF_8));
    this.buffer = new byte[BUFFER_BYTES + delimiter.length()];
    // A delimiter begins with the end of the line before; the first one may have none.
    System.arraycopy(LINE_END, 0, buffer, 0, LINE_END.length);
  }

  /** A body that is no form. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("the body is no form");
    }
  }

  /** One part; without a file name it is a plain field. */
  record Part(String field, Optional<String> fileName, InputStream bytes) {}

  /** The next part; what was not read of the one before is skipped. Empty after the last. */
  Optional<Part> next() throws IOException {
    InputStream bytes = new Bytes();
    bytes.transferTo(OutputStream.nullOutputStream());
    start += delimiter.length();
    atDelimiter = false;
    known = start;
    return isLast() ? Optional.empty() : Optional.of(part(header(), bytes));
  }

  /** Behind a delimiter stand two dashes, or the line ends after nothing but blanks. */
  private boolean isLast() throws IOException {
    int first = raw();
    while (first == ' ' || first == '\t') {
      first = raw();
    }
    int second = raw();
    boolean last = first == '-' && second == '-';
    if (!last && !(first == '\r' && second == '\n')) {
      throw new Malformed();
    }
    return last;
  }

  private static Part part(String header, InputStream bytes) throws Malformed {
    String disposition =
        header
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-disposition:", 0, 20))
            .findFirst()
            .orElseThrow(Malformed::new)
            .substring(20);
    Map<String, String> parameters = parameters(disposition);
    @Nullable String field = parameters.get("name");
    if (!parameters.containsKey("form-data") || field == null) {
      throw new Malformed();
    }
    return new Part(field.trim(), fileName(parameters), bytes);
  }

  private static Optional<String> fileName(Map<String, String> parameters) {
    return parameters.containsKey("filename")
        ? Optional.of(Optional.ofNullable(parameters.get("filename")).orElse("").trim())
        : Optional.empty();
  }

  /** Up to the empty line, with folded lines put together again. */
  private String header() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    int lineStart = 0;
    while (header.size() < LARGEST_HEADER) {
      int next = raw();
      if (next == '\n' && header.size() == lineStart) {
        String text = header.toString(StandardCharsets.UTF_8);
        return text.replace("\n ", " ").replace("\n\t", " ");
      }
      if (next != '\r') {
        header.write(next);
      }
      lineStart = next == '\n' ? header.size() : lineStart;
    }
    throw new Malformed();
  }

  private static String boundaryOf(String contentType) throws Malformed {
    @Nullable String boundary = parameters(contentType).get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw new Malformed();
    }
    return boundary;
  }

  private static Map<String, String> parameters(String header) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(header.trim(), ';');
  }

  /** The next byte, whatever it belongs to. */
  private int raw() throws IOException {
    if (start == end) {
      fill();
    }
    int next = buffer[start++] & 0xff;
    known = start;
    return next;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int read = body.read(buffer, end, buffer.length - end);
    if (read < 0) {
      throw new Malformed();
    }
    end += read;
  }

  /** Learns of more bytes of the current part, or that it ends here. */
  private void look() throws IOException {
    int found = delimiter.find(buffer, start, end);
    atDelimiter = found >= 0;
    known = atDelimiter ? found : Math.max(start, end - delimiter.length() + 1);
    if (known == start && !atDelimiter) {
      fill();
      known = start;
    }
  }

  /** The bytes of the current part, up to its delimiter. */
  private final class Bytes extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Hands the buffer out as it is: every byte of every file would be copied once more. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
      long sent = 0;
      while (hasMore()) {
        int begin = start;
        start = known;
        out.write(buffer, begin, known - begin);
        sent += known - begin;
      }
      return sent;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (!hasMore()) {
        return -1;
      }
      int count = Math.min(length, known - start);
      System.arraycopy(buffer, start, bytes, offset, count);
      start += count;
      return count;
    }

    private boolean hasMore() throws IOException {
      while (start == known && !atDelimiter) {
        look();
      }
      return start < known;
    }
  }
}
