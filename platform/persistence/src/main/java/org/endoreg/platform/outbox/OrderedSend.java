package org.endoreg.platform.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.endoreg.platform.events.EventProducer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch in waves that hold one record of each key. The producer keeps order only among
 * records it can still send: when one times out and a later one gets through, the earlier would
 * follow it on the next attempt. So the later one is not sent before the earlier is acknowledged.
 */
final class OrderedSend {
  private static final Logger LOG = Logger.getLogger(OrderedSend.class);

  private final EventProducer producer;

  OrderedSend(EventProducer producer) {
    this.producer = producer;
  }

  /** The sequences the broker acknowledged. */
  List<Long> send(List<Pending> batch) {
    Map<String, Deque<Pending>> byKey = new LinkedHashMap<>();
    for (Pending next : batch) {
      byKey.computeIfAbsent(next.key(), unused -> new ArrayDeque<>()).add(next);
    }
    List<Long> acknowledged = new ArrayList<>();
    while (!byKey.isEmpty()) {
      sendWave(byKey.values(), acknowledged);
      byKey.values().removeIf(Deque::isEmpty);
    }
    return acknowledged;
  }

  private void sendWave(Collection<Deque<Pending>> keys, List<Long> acknowledged) {
    Map<Deque<Pending>, Future<RecordMetadata>> onTheirWay = startWave(keys);
    onTheirWay.forEach(
        (ofOneKey, send) -> {
          Pending first = ofOneKey.remove();
          if (isAcknowledged(send)) {
            acknowledged.add(first.sequence());
          } else {
            ofOneKey.clear();
          }
        });
  }

  /**
   * Without a broker every single send would wait for one, so the first that failed for want of one
   * ends the whole batch.
   */
  private Map<Deque<Pending>, Future<RecordMetadata>> startWave(Collection<Deque<Pending>> keys) {
    Map<Deque<Pending>, Future<RecordMetadata>> onTheirWay = new LinkedHashMap<>();
    Iterator<Deque<Pending>> remaining = keys.iterator();
    while (remaining.hasNext()) {
      Deque<Pending> ofOneKey = remaining.next();
      Pending first = ofOneKey.element();
      Future<RecordMetadata> send = producer.send(first.topic(), first.key(), first.record());
      onTheirWay.put(ofOneKey, send);
      if (send.isDone() && isBrokerAway(send)) {
        remaining.forEachRemaining(Deque::clear);
      }
    }
    return onTheirWay;
  }

  /** A record the broker would refuse, for instance a too large one, says nothing about others. */
  private static boolean isBrokerAway(Future<RecordMetadata> done) {
    try {
      done.get();
      return false;
    } catch (ExecutionException failed) {
      @Nullable Throwable cause = failed.getCause();
      return !(cause instanceof ApiException) || cause instanceof RetriableException;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean isAcknowledged(Future<RecordMetadata> send) {
    try {
      send.get();
      return true;
    } catch (ExecutionException notTaken) {
      LOG.warnf("broker did not take an event: %s", kind(notTaken));
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String kind(ExecutionException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? "unknown cause" : cause.getClass().getSimpleName();
  }
}
