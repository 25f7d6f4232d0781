package org.endoreg.platform.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells idle workers of this process that an item was committed to their queue. It only shortens a
 * wait: what another process adds, or falls due later, is found by the next look.
 */
@ApplicationScoped
class Arrivals {
  /** Workers of a queue that are worth waking; more permits would only make them look in vain. */
  private static final int MOST_WAITING = 16;

  private static final long LOOK_MILLIS = 300;

  private final Map<String, Semaphore> queues = new ConcurrentHashMap<>();
  private final long lookMillis;

  Arrivals() {
    this(LOOK_MILLIS);
  }

  Arrivals(long lookMillis) {
    this.lookMillis = lookMillis;
  }

  void tell(String queue) {
    Semaphore arrived = of(queue);
    if (arrived.availablePermits() < MOST_WAITING) {
      arrived.release();
    }
  }

  /** Returns with an arrival, or when it is time to look again. */
  void await(String queue) throws InterruptedException {
    of(queue).tryAcquire(lookMillis, TimeUnit.MILLISECONDS);
  }

  private Semaphore of(String queue) {
    return queues.computeIfAbsent(queue, unused -> new Semaphore(0));
  }
}
