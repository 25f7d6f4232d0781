package org.endoreg.samples.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;

/**
 * Files no honest hospital system sends: they must end in a stable failure code, quickly and
 * without taking the service down.
 */
public final class HostileReports {
  private static final int MEBIBYTE = 1024 * 1024;

  private HostileReports() {}

  /** A readable report locked with a user password nobody tells us. */
  public static byte[] encrypted() {
    try (PDDocument document =
        Loader.loadPDF(ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Befund: unauffällig."))) {
      document.protect(
          new StandardProtectionPolicy("owner-word", "user-word", new AccessPermission()));
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException("The encrypted sample could not be written", e);
    }
  }

  /** A report of which only the first part arrived. */
  public static byte[] truncated() {
    byte[] whole = ReportSamples.pageOf(ReportForm.BORN_DIGITAL, "Befund: unauffällig.");
    return Arrays.copyOf(whole, whole.length / 3);
  }

  /** Bytes that only claim to be a PDF. */
  public static byte[] garbage() {
    return "%PDF-1.7\nnothing of a document follows\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
  }

  /** A well-formed document of this many empty pages. */
  public static byte[] pages(int count) {
    try (PDDocument document = new PDDocument()) {
      for (int i = 0; i < count; i++) {
        document.addPage(new PDPage());
      }
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException("The many-page sample could not be written", e);
    }
  }

  /** One page whose content stream unpacks from some hundred kilobytes to this many mebibytes. */
  public static byte[] bomb(int mebibytes) {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage();
      COSStream stream = document.getDocument().createCOSStream();
      try (OutputStream raw = stream.createRawOutputStream()) {
        raw.write(deflatedBlanks(mebibytes));
      }
      stream.setItem(COSName.FILTER, COSName.FLATE_DECODE);
      page.setContents(new PDStream(stream));
      document.addPage(page);
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException("The bomb sample could not be written", e);
    }
  }

  /** A page dictionary that hides an array nested this deep. */
  public static byte[] nestedArrays(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    String file =
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Deep "
            + deep
            + ">>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
            + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n"
            + "trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n";
    return file.getBytes(StandardCharsets.US_ASCII);
  }

  /** One page larger than any sheet of paper: rendering it would need gigabytes of pixels. */
  public static byte[] hugePage() {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage(new PDRectangle(14_400, 14_400)));
      return bytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException("The huge-page sample could not be written", e);
    }
  }

  private static byte[] deflatedBlanks(int mebibytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] blanks = new byte[MEBIBYTE];
    Arrays.fill(blanks, (byte) ' ');
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (OutputStream out = new DeflaterOutputStream(packed, deflater)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(blanks);
      }
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(PDDocument document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }
}
