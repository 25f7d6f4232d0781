package org.endoreg.platform.resumable;

/** The sender goes on from an offset the upload is not at. Carries where it is. */
final class OffsetConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ResumableUpload upload;

  OffsetConflict(ResumableUpload upload) {
    super("offset_conflict");
    this.upload = upload;
  }

  ResumableUpload upload() {
    return upload;
  }
}
