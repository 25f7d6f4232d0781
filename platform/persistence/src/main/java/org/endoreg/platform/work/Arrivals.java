package org.endoreg.platform.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets idle workers of a queue sleep until an item is committed in this process. What another
 * process adds, or falls due later, is found by looking, and of all idle workers of a queue only
 * one looks: who finds something wakes the next.
 */
@ApplicationScoped
class Arrivals {
  /** Workers of a queue that are worth waking; more permits would only make them look in vain. */
  private static final int MOST_WAITING = 16;

  private static final long LOOK_MILLIS = 500;

  /** For those that do not look, in looks. */
  private static final long SLEEP_LOOKS = 20;

  private final Map<String, Waiting> queues = new ConcurrentHashMap<>();
  private final long lookMillis;

  Arrivals() {
    this(LOOK_MILLIS);
  }

  Arrivals(long lookMillis) {
    this.lookMillis = lookMillis;
  }

  /** Permits to go and look, and the one to do so without being told. */
  private record Waiting(Semaphore told, Semaphore lookout) {}

  void tell(String queue) {
    Semaphore told = of(queue).told();
    if (told.availablePermits() < MOST_WAITING) {
      told.release();
    }
  }

  /** Returns with an arrival, or when it is time to look again. */
  void await(String queue) throws InterruptedException {
    Waiting waiting = of(queue);
    if (!waiting.lookout().tryAcquire()) {
      waiting.told().tryAcquire(lookMillis * SLEEP_LOOKS, TimeUnit.MILLISECONDS);
      return;
    }
    try {
      waiting.told().tryAcquire(lookMillis, TimeUnit.MILLISECONDS);
    } finally {
      waiting.lookout().release();
    }
  }

  /** Wakes everybody, because the service stops. */
  void endWaits() {
    queues.values().forEach(waiting -> waiting.told().release(MOST_WAITING));
  }

  private Waiting of(String queue) {
    return queues.computeIfAbsent(queue, unused -> new Waiting(new Semaphore(0), new Semaphore(1)));
  }
}
