package org.endoreg.backing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** Bytes on the way in one direction of a connection: so many and not more, in their order. */
final class Window {
  private final int limit;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int held;
  private boolean ended;
  private boolean abandoned;

  Window(int limit) {
    this.limit = limit;
  }

  /** Bytes that came together, and when they may arrive. */
  @SuppressWarnings("ArrayRecordComponent")
  record Piece(byte[] bytes, int length, long due) {}

  /** Waits for room; what comes after nobody takes any more is dropped. */
  synchronized void put(byte[] buffer, int length, long due) throws InterruptedException {
    while (held > 0 && held + length > limit && !abandoned) {
      wait();
    }
    if (!abandoned) {
      pieces.add(new Piece(Arrays.copyOf(buffer, length), length, due));
      held += length;
      notifyAll();
    }
  }

  /** Nothing more will come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more will be taken. */
  synchronized void abandon() {
    abandoned = true;
    pieces.clear();
    notifyAll();
  }

  /** The next piece, which is on the way until {@link #passed}; empty at the end. */
  synchronized Optional<Piece> take() throws InterruptedException {
    while (pieces.isEmpty() && !ended) {
      wait();
    }
    return Optional.ofNullable(pieces.poll());
  }

  synchronized void passed(int length) {
    held -= length;
    notifyAll();
  }
}
