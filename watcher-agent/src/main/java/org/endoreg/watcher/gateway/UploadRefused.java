package org.endoreg.watcher.gateway;

/** The gateway says this file will never be taken; trying again would not help. */
final class UploadRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  UploadRefused(int status) {
    super("status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
