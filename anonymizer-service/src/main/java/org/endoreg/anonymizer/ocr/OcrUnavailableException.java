package org.endoreg.anonymizer.ocr;

/**
 * Optical recognition cannot run: language data or the native library is missing. The message tells
 * an operator what to install and never contains anything read from a document.
 */
public final class OcrUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is missing. */
  public OcrUnavailableException(String message) {
    super(message);
  }

  /** Says what is missing and why it could not be loaded. */
  public OcrUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
