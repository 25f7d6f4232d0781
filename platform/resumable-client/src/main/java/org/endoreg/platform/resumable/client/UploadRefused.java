package org.endoreg.platform.resumable.client;

/** The server says this file will never be taken; trying again would not help. */
public final class UploadRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  UploadRefused(int status, String code) {
    super("status " + status);
    this.status = status;
    this.code = code;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The stable code of the problem, {@code http_} and the status when there was none. */
  public String code() {
    return code;
  }
}
