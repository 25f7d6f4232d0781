package org.endoreg.ingest.upload;

import java.util.Arrays;

/**
 * Finds a delimiter in bytes after Boyer, Moore and Horspool: it looks at the byte where the
 * delimiter would end and mostly skips its whole length, so of a file it sees a fraction.
 */
final class BoundarySearch {
  private final byte[] delimiter;
  private final int[] skip = new int[256];

  BoundarySearch(byte[] delimiter) {
    this.delimiter = delimiter.clone();
    Arrays.fill(skip, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      skip[delimiter[i] & 0xff] = delimiter.length - 1 - i;
    }
  }

  int length() {
    return delimiter.length;
  }

  /** Where the delimiter begins within {@code from} to {@code end}; -1 when it is not there. */
  int find(byte[] bytes, int from, int end) {
    int last = from + delimiter.length - 1;
    while (last < end) {
      int begin = last - delimiter.length + 1;
      if (Arrays.equals(bytes, begin, last + 1, delimiter, 0, delimiter.length)) {
        return begin;
      }
      last += skip[bytes[last] & 0xff];
    }
    return -1;
  }
}
