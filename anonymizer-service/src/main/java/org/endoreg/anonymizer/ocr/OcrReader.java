package org.endoreg.anonymizer.ocr;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The port through which pixels become words. Implementations serve one thread at a time; a worker
 * owns its reader.
 */
public interface OcrReader {

  /** The words of the image in reading order. */
  List<OcrWord> read(BufferedImage image, PageMode mode) throws OcrUnavailableException;

  /** Name and version for the provenance record. */
  String version();
}
