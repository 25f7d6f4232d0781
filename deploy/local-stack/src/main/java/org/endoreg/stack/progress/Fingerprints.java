package org.endoreg.stack.progress;

import java.nio.charset.StandardCharsets;

/**
 * A set of 64-bit fingerprints in one array: sixteen bytes or less an entry, so a million of them
 * take 16 MiB where a set of strings takes more than 100. Two of a million texts share a
 * fingerprint with a probability of about one in 37 million.
 */
public final class Fingerprints {
  private static final int FIRST = 1 << 10;

  private long[] table = new long[FIRST];
  private int size;

  /** The fingerprint of a text: FNV-1a, its bits mixed once more. */
  public static long of(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }

  /** Adds one; true when it is new. */
  public synchronized boolean add(long fingerprint) {
    if (size > table.length / 4 * 3) {
      grow();
    }
    int place = place(table, fingerprint);
    if (table[place] == fingerprint) {
      return false;
    }
    table[place] = fingerprint;
    size++;
    return true;
  }

  /** True when it was added before. */
  public synchronized boolean contains(long fingerprint) {
    return table[place(table, fingerprint)] == fingerprint;
  }

  /** How many different ones were added. */
  public synchronized int size() {
    return size;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long fingerprint : table) {
      if (fingerprint != 0) {
        larger[place(larger, fingerprint)] = fingerprint;
      }
    }
    table = larger;
  }

  /** Where it is or, if it is not there, where it would go. Zero marks a free place. */
  private static int place(long[] table, long fingerprint) {
    int mask = table.length - 1;
    int place = (int) fingerprint & mask;
    while (table[place] != 0 && table[place] != fingerprint) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
