package org.endoreg.journeys.transferfaults;

import java.util.List;

/**
 * What is there on both sides when nothing moves any more: rows, events, audit entries and files,
 * side by side and not yet judged.
 */
record TransferState(
    List<Outbound> outbound,
    List<Incoming> incoming,
    List<Medium> media,
    List<Link> links,
    List<String> appliedEvents,
    List<String> appliedAudits,
    List<String> sealed,
    List<String> ciphertexts,
    List<String> orphanBlobs) {

  /** A row of the site. */
  record Outbound(
      String id,
      String key,
      String resource,
      String artifact,
      String status,
      String failureClass,
      String error,
      boolean receipted) {
    boolean isCompleted() {
      return status.equals("completed");
    }

    boolean hasFailed() {
      return status.equals("failed");
    }

    /** The line or the hub was away for longer than somebody wanted to wait. */
    boolean isExplained() {
      return failureClass.equals("transient_retry");
    }
  }

  /** A row of the hub. */
  record Incoming(String id, String key, String resource, String artifact, String status) {
    boolean isApplied() {
      return status.equals("applied");
    }
  }

  /** A registered artifact; {@code servedSha256} is of the bytes a reader got. */
  record Medium(
      String id, String transfer, String resource, String artifactSha256, String servedSha256) {}

  /** A row that puts a medium behind a patient, or says why it has none. */
  record Link(String medium, String transfer, boolean hasPatient) {}
}
