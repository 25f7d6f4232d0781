package org.endoreg.journeys.faults;

import java.util.List;
import java.util.Set;

/**
 * What is there when every fault is over and nothing moves any more: rows of all databases, files
 * on disk and records of the broker, side by side and not yet judged.
 */
public record FinalState(
    List<Job> jobs,
    List<Medium> media,
    List<Link> links,
    List<Quarantined> quarantine,
    List<Event> events,
    List<Audited> audit,
    Set<String> blobs,
    Set<String> kept,
    Set<String> needed,
    List<String> staged,
    List<String> waiting,
    List<String> dropped,
    List<String> brokenChains) {

  /** A row of the ledger. */
  public record Job(String id, String center, String sha256, String status, String code) {
    boolean isLiving() {
      return !Set.of("error", "lost", "cancelled").contains(status);
    }
  }

  /** A registered artifact; {@code servedSha256} is of the bytes a reader got. */
  public record Medium(
      String id,
      String job,
      String center,
      String sourceSha256,
      String artifactSha256,
      String servedSha256) {}

  /** A row that puts a medium behind a patient or says why it has none. */
  public record Link(String medium, String job, String center) {}

  /** A drop that waits for people. */
  public record Quarantined(String center, String sha256) {}

  /** An event as it first came to its topic; {@code attempt} is the acceptance it speaks of. */
  public record Event(
      String id,
      String type,
      String topic,
      String job,
      String center,
      long sequence,
      int attempt) {}

  /** An audit entry about a job. */
  public record Audited(String action, String job) {}
}
