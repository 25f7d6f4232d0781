package org.endoreg.platform.access;

import java.util.Set;
import java.util.TreeSet;
import org.endoreg.contracts.CenterKey;

/**
 * The centers whose rows a caller may see. Every repository method that reads or writes owned rows
 * takes one.
 */
public record CenterScope(Set<CenterKey> centers) {

  /** Copies the set. */
  public CenterScope {
    centers = Set.copyOf(centers);
  }

  /** Scope of exactly one center, as an event or a drop folder gives it. */
  public static CenterScope of(CenterKey center) {
    return new CenterScope(Set.of(center));
  }

  /** True when rows of this center are visible. */
  public boolean covers(CenterKey center) {
    return centers.contains(center);
  }

  /** The keys as text for a query parameter, sorted so that a statement is the same each time. */
  public String[] keys() {
    return centers.stream().map(CenterKey::value).sorted().toArray(String[]::new);
  }

  @Override
  public String toString() {
    return new TreeSet<>(Set.of(keys())).toString();
  }
}
