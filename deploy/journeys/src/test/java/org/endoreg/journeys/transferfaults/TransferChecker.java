package org.endoreg.journeys.transferfaults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.endoreg.journeys.transferfaults.TransferState.Incoming;
import org.endoreg.journeys.transferfaults.TransferState.Link;
import org.endoreg.journeys.transferfaults.TransferState.Medium;
import org.endoreg.journeys.transferfaults.TransferState.Outbound;
import org.endoreg.journeys.transferfaults.TransferViolation.Name;

/**
 * Compares what was signed off with what became of it on both sides: each is sent once, applied
 * once with the very bytes, has every effect once, and no sealed byte is left.
 */
final class TransferChecker {
  private final List<SignOff> signedOff;
  private final TransferState state;
  private final List<TransferViolation> found = new ArrayList<>();

  private TransferChecker(List<SignOff> signedOff, TransferState state) {
    this.signedOff = signedOff;
    this.state = state;
  }

  static List<TransferViolation> check(List<SignOff> signedOff, TransferState state) {
    TransferChecker checker = new TransferChecker(signedOff, state);
    checker.site();
    checker.hub();
    checker.effects();
    checker.leftovers();
    return List.copyOf(checker.found);
  }

  private void site() {
    Map<String, Long> sent = count(state.outbound(), Outbound::resource);
    for (SignOff signOff : signedOff) {
      long times = sent.getOrDefault(signOff.resource(), 0L);
      oneOf(times, Name.NEVER_TAKEN_UP, Name.TAKEN_UP_TWICE, signOff.resource());
    }
    Set<String> known = signedOff.stream().map(SignOff::resource).collect(toSet());
    for (Outbound row : state.outbound()) {
      require(known.contains(row.resource()), Name.NOBODY_SIGNED_OFF, row.key());
      require(row.isCompleted() || row.hasFailed(), Name.NOT_ENDED, row.toString());
      require(!row.hasFailed() || row.isExplained(), Name.FAILURE_UNEXPLAINED, row.toString());
      require(!row.isCompleted() || row.receipted(), Name.RECEIPT_MISSING, row.key());
    }
  }

  private void hub() {
    List<Incoming> applied = applied();
    Map<String, Long> byResource = count(applied, Incoming::resource);
    for (Outbound row : state.outbound()) {
      if (row.isCompleted()) {
        require(byResource.containsKey(row.resource()), Name.NOT_APPLIED, row.key());
      }
    }
    byResource.forEach(
        (resource, times) -> require(times == 1, Name.APPLIED_TWICE, resource + " " + times));
    Map<String, String> artifacts =
        signedOff.stream().collect(toMap(SignOff::resource, SignOff::artifact));
    Set<String> sent = state.outbound().stream().map(Outbound::key).collect(toSet());
    for (Incoming row : applied) {
      require(sent.contains(row.key()), Name.APPLIED_BUT_NOT_SENT, row.key());
      require(
          row.artifact().equals(artifacts.get(row.resource())),
          Name.APPLIED_OTHER_BYTES,
          row.key());
    }
  }

  private void effects() {
    Map<String, List<Medium>> media = state.media().stream().collect(groupingBy(Medium::resource));
    Map<String, List<Link>> links = state.links().stream().collect(groupingBy(Link::transfer));
    Map<String, Long> events = count(state.appliedEvents(), Function.identity());
    Map<String, Long> audits = count(state.appliedAudits(), Function.identity());
    for (Incoming row : applied()) {
      medium(row, media.getOrDefault(row.resource(), List.of()));
      link(row, links.getOrDefault(row.id(), List.of()));
      oneOf(events.getOrDefault(row.id(), 0L), Name.EVENT_MISSING, Name.EVENT_TWICE, row.id());
      oneOf(
          audits.getOrDefault(row.id(), 0L),
          Name.AUDIT_ENTRY_MISSING,
          Name.AUDIT_ENTRY_TWICE,
          row.id());
    }
  }

  private void medium(Incoming row, List<Medium> media) {
    oneOf(media.size(), Name.MEDIUM_MISSING, Name.MEDIUM_TWICE, row.key());
    for (Medium medium : media) {
      boolean same =
          medium.artifactSha256().equals(row.artifact())
              && medium.servedSha256().equals(row.artifact());
      require(same, Name.MEDIUM_OF_OTHER_BYTES, medium.toString());
    }
  }

  private void link(Incoming row, List<Link> links) {
    oneOf(links.size(), Name.LINK_MISSING, Name.LINK_TWICE, row.key());
    links.forEach(link -> require(link.hasPatient(), Name.LINK_WITHOUT_PATIENT, link.toString()));
  }

  private void leftovers() {
    state.sealed().forEach(file -> found.add(new TransferViolation(Name.SEALED_LEFT, file)));
    state
        .ciphertexts()
        .forEach(file -> found.add(new TransferViolation(Name.CIPHERTEXT_LEFT, file)));
    state.orphanBlobs().forEach(key -> found.add(new TransferViolation(Name.ORPHAN_BLOB, key)));
  }

  private List<Incoming> applied() {
    return state.incoming().stream().filter(Incoming::isApplied).toList();
  }

  private void oneOf(long times, Name none, Name several, String what) {
    require(times > 0, none, what);
    require(times < 2, several, what + " " + times);
  }

  private void require(boolean holds, Name name, String what) {
    if (!holds) {
      found.add(new TransferViolation(name, what));
    }
  }

  private static <T> Map<String, Long> count(List<T> all, Function<T, String> name) {
    return all.stream().collect(groupingBy(name, counting()));
  }
}
