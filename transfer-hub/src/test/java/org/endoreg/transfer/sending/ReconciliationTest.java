package org.endoreg.transfer.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.Sha256;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way two ledgers can disagree is told once, and nothing else is. */
class ReconciliationTest {
  private static final Sha256 ONE = new Sha256("1".repeat(64));
  private static final Sha256 OTHER = new Sha256("2".repeat(64));

  @Test
  void aProvenTransferAgrees() {
    assertThat(Difference.between(here(OutboundStatus.COMPLETED), applied())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = OutboundStatus.class,
      names = {"QUEUED", "REGISTERING", "AWAITING_MEDIA", "UPLOADING"})
  void whatIsUnderWayAgreesWithAHubThatWaitsOrIsAhead(OutboundStatus status) {
    assertThat(Difference.between(here(status), hub("awaiting_media", "received"))).isEmpty();
    assertThat(Difference.between(here(status), applied())).isEmpty();
    assertThat(Difference.between(here(status), hub("inconsistent", "none")))
        .contains(Difference.STATE_DIFFERS);
  }

  @Test
  void whatTheHubLostIsMissingThereAndWhatNeverGotThereIsNot() {
    assertThat(Difference.between(here(OutboundStatus.COMPLETED), null))
        .contains(Difference.MISSING_AT_HUB);
    assertThat(Difference.between(entry(OutboundStatus.UPLOADING, ONE, true, false, false), null))
        .contains(Difference.MISSING_AT_HUB);
    assertThat(Difference.between(entry(OutboundStatus.QUEUED, ONE, false, false, false), null))
        .isEmpty();
    assertThat(Difference.between(entry(OutboundStatus.FAILED, ONE, false, false, false), null))
        .isEmpty();
  }

  @Test
  void whatOnlyTheHubHasIsMissingHere() {
    assertThat(Difference.between(null, applied())).contains(Difference.MISSING_HERE);
  }

  @Test
  void otherBytesComeBeforeEverythingElse() {
    assertThat(
            Difference.between(entry(OutboundStatus.COMPLETED, OTHER, true, true, true), applied()))
        .contains(Difference.DIGEST_DIFFERS);
  }

  @Test
  void anApplyNobodyProvedIsTold() {
    assertThat(
            Difference.between(entry(OutboundStatus.COMPLETED, ONE, true, false, false), applied()))
        .contains(Difference.APPLIED_WITHOUT_RECEIPT);
    assertThat(Difference.between(entry(OutboundStatus.FAILED, ONE, true, false, false), applied()))
        .contains(Difference.APPLIED_WITHOUT_RECEIPT);
    HubEntry before = hub("applied", "none", "skip_processing_existing_success");
    assertThat(Difference.between(entry(OutboundStatus.COMPLETED, ONE, true, false, false), before))
        .as("no receipt is due for what the hub had before")
        .isEmpty();
  }

  @Test
  void whatTheSiteBelievesAndTheHubDoesNotSayDiffers() {
    assertThat(Difference.between(here(OutboundStatus.COMPLETED), hub("awaiting_media", "none")))
        .contains(Difference.STATE_DIFFERS);
    assertThat(Difference.between(here(OutboundStatus.FAILED), hub("inconsistent", "none")))
        .isEmpty();
  }

  @Test
  void aWithdrawnSignOffNeedsARecallOnceTheHubAppliedIt() {
    LedgerEntry withdrawn = entry(OutboundStatus.FAILED, ONE, true, false, true);
    assertThat(Difference.between(withdrawn, applied())).contains(Difference.NEEDS_RECALL);
    assertThat(Difference.between(withdrawn, hub("awaiting_media", "none"))).isEmpty();
    assertThat(Difference.between(withdrawn, null)).isEmpty();
  }

  @Test
  void whatWasCalledOffDiffersOnlyWhereTheHubAppliedIt() {
    LedgerEntry cancelled = here(OutboundStatus.CANCELLED);
    assertThat(Difference.between(cancelled, applied()))
        .contains(Difference.APPLIED_THOUGH_CANCELLED);
    assertThat(Difference.between(cancelled, hub("awaiting_media", "receiving"))).isEmpty();
    assertThat(Difference.between(cancelled, hub("inconsistent", "none"))).isEmpty();
    assertThat(Difference.between(cancelled, null)).isEmpty();
    assertThat(
            Difference.between(entry(OutboundStatus.CANCELLED, ONE, true, false, true), applied()))
        .contains(Difference.NEEDS_RECALL);
  }

  /** The hub lacks every third, this site every fifth; whatever the pages, the same is found. */
  @Test
  void pagesOfAnySizeFindTheSame() {
    List<String> keys = Stream.iterate(100, n -> n + 1).limit(60).map(n -> "k" + n).toList();
    Map<String, Difference> whole = found(keys, 1000);
    assertThat(whole).hasSize(20 + 12 - 2 * 4);
    for (int size : new int[] {1, 2, 7, 20, 59, 60}) {
      assertThat(found(keys, size)).as("pages of %d", size).isEqualTo(whole);
    }
  }

  private static Map<String, Difference> found(List<String> keys, int size) {
    List<LedgerEntry> here = new ArrayList<>();
    List<HubEntry> hub = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (i % 5 != 0) {
        here.add(entry(keys.get(i), OutboundStatus.COMPLETED, ONE, true, true, false));
      }
      if (i % 3 != 0) {
        hub.add(hub(keys.get(i), "applied", "applied", "skip_processing_preserved_state"));
      }
    }
    Map<String, Difference> found = new java.util.TreeMap<>();
    String after = "";
    for (@Nullable String next = after; next != null; after = next == null ? after : next) {
      String from = after;
      Reconciliation page =
          Reconciliation.of(
              page(here, entry -> entry.transferKey(), from, size),
              page(hub, entry -> entry.transferKey(), from, size));
      for (Reconciliation.Finding finding : page.findings()) {
        assertThat(found.put(finding.transferKey(), finding.difference())).isNull();
      }
      next = page.next();
    }
    return found;
  }

  private static <T> Reconciliation.PageOf<T> page(
      List<T> all, java.util.function.Function<T, String> key, String after, int size) {
    List<T> rows =
        all.stream().filter(row -> key.apply(row).compareTo(after) > 0).limit(size).toList();
    return new Reconciliation.PageOf<>(
        rows, rows.size() == size ? key.apply(rows.get(size - 1)) : null);
  }

  private static LedgerEntry here(OutboundStatus status) {
    return entry(status, ONE, true, status == OutboundStatus.COMPLETED, false);
  }

  private static LedgerEntry entry(
      OutboundStatus status,
      Sha256 processed,
      boolean registered,
      boolean receipted,
      boolean withdrawn) {
    return entry("k", status, processed, registered, receipted, withdrawn);
  }

  private static LedgerEntry entry(
      String key,
      OutboundStatus status,
      Sha256 processed,
      boolean registered,
      boolean receipted,
      boolean withdrawn) {
    return new LedgerEntry(
        new UUID(0, 1),
        key,
        new CenterKey("north"),
        MediaKind.REPORT,
        status,
        ONE,
        processed,
        registered,
        receipted,
        withdrawn);
  }

  private static HubEntry applied() {
    return hub("applied", "applied");
  }

  private static HubEntry hub(String status, String media) {
    return hub(status, media, "skip_processing_preserved_state");
  }

  private static HubEntry hub(String status, String media, String decision) {
    return hub("k", status, media, decision);
  }

  private static HubEntry hub(String key, String status, String media, String decision) {
    return new HubEntry(
        "7", key, "north", "report", ONE.value(), ONE.value(), status, decision, media);
  }
}
