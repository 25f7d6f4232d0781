package org.endoreg.platform.blob;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap for what is gathered before it is written past the page cache. There is a
 * bound to it; who comes when all is taken writes through the cache.
 */
final class Pieces {
  static final int BYTES = 1 << 20;

  private static final int MOST = 24;
  private static final Semaphore LEFT = new Semaphore(MOST);
  private static final ConcurrentLinkedDeque<ByteBuffer> IDLE = new ConcurrentLinkedDeque<>();

  private Pieces() {}

  /** An empty piece that begins at a multiple of {@code alignment}, or null when all are taken. */
  static @Nullable ByteBuffer take(int alignment) {
    if (!LEFT.tryAcquire()) {
      return null;
    }
    @Nullable ByteBuffer idle = IDLE.poll();
    boolean fits = idle != null && idle.alignmentOffset(0, alignment) == 0;
    return fits ? idle : fresh(alignment);
  }

  private static ByteBuffer fresh(int alignment) {
    return ByteBuffer.allocateDirect(BYTES + alignment)
        .alignedSlice(alignment)
        .limit(BYTES)
        .slice();
  }

  static void giveBack(ByteBuffer piece) {
    IDLE.push(piece.clear());
    LEFT.release();
  }
}
