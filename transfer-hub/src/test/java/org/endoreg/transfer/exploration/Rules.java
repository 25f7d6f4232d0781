package org.endoreg.transfer.exploration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.endoreg.transfer.receiving.HubDecisions;
import org.endoreg.transfer.sending.SiteDecisions;

/**
 * Every decision of the model. What the services decide by a table or a pure rule is asked of
 * theirs; where it is the order of their steps that counts, a method says which order they keep. A
 * planted bug overrides one method.
 */
class Rules {
  private final HubDecisions hub;
  private final SiteDecisions site;
  private final Map<List<Object>, String> known = new HashMap<>();
  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  Rules(HubDecisions hub, SiteDecisions site) {
    this.hub = hub;
    this.site = site;
  }

  // decided by the services' own tables and rules

  int registered(boolean applied) {
    return numbers.computeIfAbsent(
        List.of("registered", applied), unused -> hub.registered(false, applied));
  }

  int hubNext(int state, String event) {
    return numbers.computeIfAbsent(List.of(state, event), unused -> hub.next(state, event));
  }

  String envelope(int state, boolean same) {
    return known.computeIfAbsent(
        List.of("envelope", state, same), unused -> hub.envelope(state, same));
  }

  boolean takesMedia(int state) {
    return hub.takesMedia(state);
  }

  boolean isMedia(int state, String media) {
    return hub.isMedia(state, media);
  }

  boolean isApplied(int state) {
    return hub.isApplied(state);
  }

  /** The state and the envelope that is told, packed as {@code 4 * state + envelope}. */
  int told(int state, int envelope) {
    return 4 * state + envelope;
  }

  String afterRegistration(int key, int told) {
    return known.computeIfAbsent(
        List.of("register", key, told),
        unused -> site.afterRegistration(key, hub.acknowledgement(key, told / 4, told % 4)));
  }

  String afterUpload(int key, int envelope, int told) {
    return known.computeIfAbsent(
        List.of("status", key, envelope, told),
        unused -> site.afterUpload(key, envelope, hub.acknowledgement(key, told / 4, told % 4)));
  }

  String sorted(String problem, boolean answerToBytes) {
    return known.computeIfAbsent(
        List.of(problem, answerToBytes), unused -> site.sorted(problem, answerToBytes));
  }

  int siteNext(int status, String event) {
    return numbers.computeIfAbsent(
        List.of("site", status, event), unused -> site.next(status, event));
  }

  int queued() {
    return site.queued();
  }

  int completed() {
    return site.completed();
  }

  int failed() {
    return site.failed();
  }

  int cancelled() {
    return site.cancelled();
  }

  boolean isEnded(int status) {
    return status == completed() || status == failed() || status == cancelled();
  }

  /** The comparison of the ledgers tells of an apply this site does not call completed. */
  boolean isTold(int status, boolean withdrawn) {
    return site.comparisonTells(status, withdrawn);
  }

  // the order of the services' steps

  /** Nothing is finished without the lease. */
  boolean fence(boolean owned) {
    return owned;
  }

  /** A worker that comes too late removes what it wrote. */
  boolean lateTakesBack() {
    return true;
  }

  /** The ciphertext goes after the transaction that needed it. */
  boolean ciphertextGoesLast() {
    return true;
  }

  /** The sealed artifact goes after the transaction that needed it. */
  boolean sealedGoesLast() {
    return true;
  }

  /** A repetition finds the first registration. */
  boolean repetitionFinds() {
    return true;
  }

  /** All bytes that are here without the row knowing are noticed with the next envelope. */
  boolean noticesWhole() {
    return true;
  }

  /** A work item that ended runs again for the same envelope. */
  boolean itemRunsAnew() {
    return true;
  }

  /** Bytes are taken at the offset that is reached only. */
  boolean offsetFits(int here, int offset) {
    return here == offset;
  }

  /** Every attempt has the key of the first. */
  boolean keepsKey() {
    return true;
  }

  /** Every attempt sends what was sealed first. */
  boolean keepsSealed() {
    return true;
  }

  /** An envelope is published by the owner of the transfer only. */
  boolean publishesUnderLease() {
    return true;
  }

  /** The sealed artifact of what was called off waits for somebody to send it after all. */
  boolean cancelledKeepsSealed() {
    return true;
  }

  /** What was taken back is never sent again. */
  boolean withdrawalLasts() {
    return true;
  }

  /** A refused ciphertext goes in the transaction that refuses it. */
  boolean refusedGoesWithItsRow() {
    return true;
  }
}
