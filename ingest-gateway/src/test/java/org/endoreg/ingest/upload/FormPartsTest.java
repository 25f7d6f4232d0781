package org.endoreg.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes of a file are and however they arrive, they come out as they went in. */
class FormPartsTest {
  private static final String BOUNDARY = "----WebKitFormBoundaryAaBbCcDdEeFfGgHh";
  private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  @Test
  void anyBytesPassUnchangedInPiecesOfAnySize() throws IOException {
    Random random = new Random(7);
    for (int size : new int[] {0, 1, 2, 63, 4_096, 131_071, 131_072, 131_073, 400_000}) {
      byte[] file = new byte[size];
      random.nextBytes(file);
      for (int piece : new int[] {1 + random.nextInt(50), 8_192, 1_000_000}) {
        assertThat(onlyFile(form(file), piece)).as("%d in %d", size, piece).isEqualTo(file);
      }
    }
  }

  @Test
  void bytesThatLookLikeTheBoundaryAreStillBytes() throws IOException {
    for (String tricky :
        new String[] {
          "\r\n",
          "\r\n--",
          "--" + BOUNDARY,
          "x--" + BOUNDARY + "--\r\n",
          "\r\n--" + BOUNDARY.substring(1),
          "\r\n\r\n--" + BOUNDARY.substring(0, 20),
          "\n",
          "\r",
          "a\r\n-",
          "\r\n--" + "-".repeat(500)
        }) {
      byte[] file = tricky.repeat(3).getBytes(StandardCharsets.ISO_8859_1);
      for (int piece : new int[] {1, 7, 1_000}) {
        assertThat(onlyFile(form(file), piece)).as(tricky).isEqualTo(file);
      }
    }
  }

  @Test
  void fieldsAndFileComeInTheirOrderAndWhatIsNotReadIsSkipped() throws IOException {
    String body =
        "preamble\r\n--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"center_key\"\r\n\r\n"
            + "lübeck\r\n--"
            + BOUNDARY
            + "\r\nContent-Type: application/pdf\r\n"
            + "content-disposition: form-data;\r\n name=\"file\"; filename=\"Befund für A;B.pdf\"\r\n\r\n"
            + "%PDF\r\n--"
            + BOUNDARY
            + "--\r\nepilogue";
    FormParts parts = parts(body.getBytes(StandardCharsets.UTF_8), 5);
    FormParts.Part field = parts.next().orElseThrow();
    assertThat(field.field()).isEqualTo("center_key");
    assertThat(field.fileName()).isEmpty();
    assertThat(new String(field.bytes().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("lübeck");
    FormParts.Part file = parts.next().orElseThrow();
    assertThat(file.field()).isEqualTo("file");
    assertThat(file.fileName()).contains("Befund für A;B.pdf");
    assertThat(parts.next()).isEmpty();
  }

  @Test
  void aBodyCutAnywhereIsMalformed() throws IOException {
    byte[] whole = form("%PDF-1.7 some content\r\nand more".getBytes(StandardCharsets.UTF_8));
    int closed = whole.length - 2;
    for (int length = 0; length < closed; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> onlyFile(cut, 11))
          .as("cut at %d", length)
          .isInstanceOf(IOException.class);
    }
    assertThat(onlyFile(java.util.Arrays.copyOf(whole, closed), 11)).isNotEmpty();
  }

  @Test
  void whatIsNoFormIsMalformed() {
    byte[] body = form(new byte[10]);
    for (String type :
        new String[] {
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=" + "x".repeat(71)
        }) {
      assertThatThrownBy(() -> new FormParts(type, new ByteArrayInputStream(body)))
          .as(type)
          .isInstanceOf(FormParts.Malformed.class);
    }
    for (String header :
        new String[] {
          "",
          "Content-Type: text/plain\r\n",
          "Content-Disposition: attachment; name=\"file\"\r\n",
          "Content-Disposition: form-data; filename=\"a\"\r\n",
          "Content-Disposition: form-data; name=\"file\"; x=\"" + "y".repeat(9_000) + "\"\r\n"
        }) {
      String text = "--" + BOUNDARY + "\r\n" + header + "\r\nx\r\n--" + BOUNDARY + "--\r\n";
      assertThatThrownBy(() -> onlyFile(text.getBytes(StandardCharsets.UTF_8), 100))
          .as(header)
          .isInstanceOf(FormParts.Malformed.class);
    }
  }

  private static byte[] onlyFile(byte[] body, int piece) throws IOException {
    FormParts parts = parts(body, piece);
    byte[] file = parts.next().orElseThrow().bytes().readAllBytes();
    Optional<FormParts.Part> second = parts.next();
    assertThat(second).isEmpty();
    return file;
  }

  private static FormParts parts(byte[] body, int piece) throws IOException {
    return new FormParts(TYPE, new InPieces(body, piece));
  }

  private static byte[] form(byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(file);
    form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  /** A body that arrives in small pieces, as from a network. */
  private static final class InPieces extends InputStream {
    private final InputStream whole;
    private final int piece;

    InPieces(byte[] whole, int piece) {
      this.whole = new ByteArrayInputStream(whole);
      this.piece = piece;
    }

    @Override
    public int read() throws IOException {
      return whole.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return whole.read(bytes, offset, Math.min(length, piece));
    }
  }
}
