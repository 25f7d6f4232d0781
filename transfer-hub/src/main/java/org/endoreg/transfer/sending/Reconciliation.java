package org.endoreg.transfer.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares one page of this site's ledger with one of the hub's, both by transfer key. What lies
 * beyond the end of the shorter page is left to the next comparison.
 */
record Reconciliation(int compared, List<Finding> findings, @Nullable String next) {

  /** A transfer the two disagree about. */
  record Finding(
      String transferKey,
      Difference difference,
      @Nullable LedgerEntry here,
      @Nullable HubEntry hub) {}

  /** Rows in the order of their keys, and the last key they reach; none when no more follow. */
  record PageOf<T>(List<T> rows, @Nullable String end) {}

  static Reconciliation of(PageOf<LedgerEntry> here, PageOf<HubEntry> hub) {
    @Nullable String end = end(here.end(), hub.end());
    TreeMap<String, Pair> pairs = new TreeMap<>();
    for (LedgerEntry entry : here.rows()) {
      pairs.put(entry.transferKey(), new Pair(entry, null));
    }
    for (HubEntry entry : hub.rows()) {
      pairs.merge(
          entry.transferKey(),
          new Pair(null, entry),
          (known, added) -> new Pair(known.here(), added.hub()));
    }
    if (end != null) {
      pairs.tailMap(end, false).clear();
    }
    List<Finding> findings = new ArrayList<>();
    pairs.forEach((key, pair) -> pair.finding(key).ifPresent(findings::add));
    return new Reconciliation(pairs.size(), findings, end);
  }

  private record Pair(@Nullable LedgerEntry here, @Nullable HubEntry hub) {
    Optional<Finding> finding(String key) {
      return Difference.between(here, hub)
          .map(difference -> new Finding(key, difference, here, hub));
    }
  }

  /** The last key both pages reach; null when both reach the end. */
  private static @Nullable String end(@Nullable String here, @Nullable String hub) {
    if (here == null || hub == null) {
      return here == null ? hub : here;
    }
    return here.compareTo(hub) < 0 ? here : hub;
  }
}
