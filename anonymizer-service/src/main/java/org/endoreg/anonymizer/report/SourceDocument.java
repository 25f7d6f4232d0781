package org.endoreg.anonymizer.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Opens a source PDF within the limits, in memory only. */
final class SourceDocument {
  private static final int CHUNK = 64 * 1024;
  private static final long PARSER_MEMORY = 256L * 1024 * 1024;

  private SourceDocument() {}

  static byte[] bytes(InputStream source, ReportLimits limits) throws AnonymizationFailure {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[CHUNK];
    try {
      for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
        bytes.write(buffer, 0, n);
        if (bytes.size() > limits.sourceBytes()) {
          throw new AnonymizationFailure(AnonymizationFailure.Code.LIMIT_EXCEEDED);
        }
      }
    } catch (IOException e) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.UNREADABLE_SOURCE);
    }
    return bytes.toByteArray();
  }

  static PDDocument open(byte[] pdf, ReportLimits limits, Deadline deadline)
      throws AnonymizationFailure, IOException {
    new DecodingBombs(limits, deadline).refuse(pdf);
    PDDocument document = load(pdf);
    try {
      refuseHugeImages(document.getDocument(), limits);
      refuseTooManyPages(document, limits);
      return document;
    } catch (AnonymizationFailure | RuntimeException | Error e) {
      document.close();
      throw e;
    }
  }

  private static PDDocument load(byte[] pdf) throws AnonymizationFailure, IOException {
    try {
      PDDocument document =
          Loader.loadPDF(
              new RandomAccessReadBuffer(pdf),
              "",
              null,
              null,
              MemoryUsageSetting.setupMainMemoryOnly(PARSER_MEMORY).streamCache);
      if (document.isEncrypted()) {
        // An empty user password opens it for reading; what its owner restricts is not our call.
        document.setAllSecurityToBeRemoved(true);
      }
      return document;
    } catch (InvalidPasswordException e) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.ENCRYPTED_PDF);
    }
  }

  private static void refuseTooManyPages(PDDocument document, ReportLimits limits)
      throws AnonymizationFailure {
    int pages = document.getNumberOfPages();
    if (pages > limits.pages()) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.LIMIT_EXCEEDED);
    }
    if (pages < 1) {
      throw new AnonymizationFailure(AnonymizationFailure.Code.UNREADABLE_SOURCE);
    }
  }

  /** An image is unpacked whole, so its claimed size decides before anything is drawn. */
  private static void refuseHugeImages(COSDocument document, ReportLimits limits)
      throws AnonymizationFailure {
    for (COSObjectKey key : document.getXrefTable().keySet()) {
      COSObject object = document.getObjectFromPool(key);
      COSBase value = object.getObject();
      boolean isImage =
          value instanceof COSDictionary dictionary
              && COSName.IMAGE.equals(dictionary.getCOSName(COSName.SUBTYPE));
      if (isImage) {
        COSDictionary image = (COSDictionary) value;
        long pixels = (long) image.getInt(COSName.WIDTH, 0) * image.getInt(COSName.HEIGHT, 0);
        if (pixels > limits.pagePixels()) {
          throw new AnonymizationFailure(AnonymizationFailure.Code.LIMIT_EXCEEDED);
        }
      }
    }
  }
}
