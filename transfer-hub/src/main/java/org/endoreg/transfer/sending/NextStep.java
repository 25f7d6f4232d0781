package org.endoreg.transfer.sending;

import com.fasterxml.jackson.databind.JsonNode;

/** What a sender does with an acknowledgement that is of its transfer. */
enum NextStep {
  /** Seal, or take what was sealed, and bring the bytes. */
  SEND,
  /** Ask again after a pause. */
  WAIT,
  /** Begin anew: the hub does not have the bytes that were sent. */
  ANEW,
  /** The hub has these very bytes from an earlier transfer; no receipt is due. */
  DONE_BEFORE,
  /** The hub says that it applied the media; its receipt decides. */
  VERIFY;

  /**
   * @throws TransferFailed when the hub ended the transfer
   */
  static NextStep afterRegistration(JsonNode acknowledged) throws TransferFailed {
    requireOpen(acknowledged);
    boolean existing =
        acknowledged
            .path("processing_decision")
            .asText()
            .equals("skip_processing_existing_success");
    return isApplied(acknowledged) && existing ? DONE_BEFORE : SEND;
  }

  /**
   * After all bytes were sent.
   *
   * @throws TransferFailed when the hub ended the transfer or refused the media
   */
  static NextStep afterUpload(JsonNode acknowledged) throws TransferFailed {
    requireOpen(acknowledged);
    if (isApplied(acknowledged)) {
      return VERIFY;
    }
    return switch (acknowledged.path("media_status").asText()) {
      case "refused" ->
          throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "media_refused");
      case "none", "receiving" -> ANEW;
      default -> WAIT;
    };
  }

  private static boolean isApplied(JsonNode acknowledged) {
    return acknowledged.path("transfer_status").asText().equals("applied");
  }

  private static void requireOpen(JsonNode acknowledged) throws TransferFailed {
    String status = acknowledged.path("transfer_status").asText();
    if (status.equals("inconsistent") || status.equals("failed")) {
      throw new TransferFailed(FailureClass.INTEGRITY_INCONSISTENCY, "remote_" + status);
    }
  }
}
