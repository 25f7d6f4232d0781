package org.endoreg.platform.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.platform.events.EventCodec;
import org.endoreg.platform.events.MalformedEvent;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.platform.sql.Trouble;
import org.jboss.logging.Logger;

/**
 * Gives records their effect: many in one transaction, and one by one when any of them has none. A
 * record that cannot take effect now is asked for again after growing pauses, because skipping it
 * would lose a job: for as long as the database is away, and for the {@code patience} when the
 * handler itself fails. One that is no event at all, or that the handler still refuses then, is set
 * aside and lets the others pass.
 */
final class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  /** Few enough that what a transaction locks is soon free again. */
  private static final int TOGETHER = 100;

  private final EventCodec codec = new EventCodec();
  private final Inbox inbox;
  private final MeterRegistry metrics;
  private final Duration patience;
  private final GrowingPause trouble;
  private final Map<TopicPartition, Instant> failingSince = new HashMap<>();

  Delivery(Inbox inbox, MeterRegistry metrics, Duration patience, GrowingPause trouble) {
    this.inbox = inbox;
    this.metrics = metrics;
    this.patience = patience;
    this.trouble = trouble;
  }

  /**
   * Gives these records their effect, those of a partition in their order.
   *
   * @return from where a partition has to be read again; what lies before is in the offsets
   */
  Map<TopicPartition, Long> deliver(
      List<ConsumerRecord<String, byte[]>> records, ReadOffsets offsets) {
    Map<TopicPartition, Long> again = new HashMap<>();
    for (int begin = 0; begin < records.size(); begin += TOGETHER) {
      List<ConsumerRecord<String, byte[]>> some =
          records.subList(begin, Math.min(begin + TOGETHER, records.size()));
      if (again.isEmpty() && deliverTogether(some)) {
        some.forEach(offsets::passed);
      } else {
        deliverOneByOne(some, offsets, again);
      }
    }
    return again;
  }

  private boolean deliverTogether(List<ConsumerRecord<String, byte[]>> records) {
    if (records.size() == 1 || !failingSince.isEmpty()) {
      return false;
    }
    try {
      List<Optional<EventEnvelope>> events = new ArrayList<>();
      for (ConsumerRecord<String, byte[]> record : records) {
        events.add(codec.decode(record.value()));
      }
      Set<UUID> effective = inbox.receiveAll(events.stream().flatMap(Optional::stream).toList());
      for (int at = 0; at < records.size(); at++) {
        count(records.get(at), events.get(at).map(event -> effective.remove(event.eventId())));
      }
      trouble.reset();
      return true;
    } catch (MalformedEvent | RuntimeException | Error oneOfThem) {
      LOG.debugf("%d events are tried one by one", records.size());
      return false;
    }
  }

  private void deliverOneByOne(
      List<ConsumerRecord<String, byte[]>> records,
      ReadOffsets offsets,
      Map<TopicPartition, Long> again) {
    for (ConsumerRecord<String, byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (again.containsKey(partition)) {
        continue;
      }
      if (deliverOne(partition, record)) {
        offsets.passed(record);
      } else {
        again.put(partition, record.offset());
        trouble.pause();
      }
    }
  }

  /** False when it has to come again. */
  private boolean deliverOne(TopicPartition partition, ConsumerRecord<String, byte[]> record) {
    try {
      giveEffect(record);
    } catch (RuntimeException | Error notNow) {
      LOG.warnf(
          "event at %s offset %d waits: %s", partition, record.offset(), FailurePlace.of(notNow));
      if (!isGivenUp(partition, record, notNow)) {
        return false;
      }
    }
    failingSince.remove(partition);
    trouble.reset();
    return true;
  }

  private void giveEffect(ConsumerRecord<String, byte[]> record) {
    try {
      count(record, codec.decode(record.value()).map(inbox::receive));
    } catch (MalformedEvent malformed) {
      setAside(record, "malformed");
    }
  }

  private boolean isGivenUp(
      TopicPartition partition, ConsumerRecord<String, byte[]> record, Throwable failure) {
    if (Trouble.isOfTheDatabase(failure)) {
      return false;
    }
    Instant first = failingSince.computeIfAbsent(partition, unused -> Instant.now());
    if (Instant.now().isBefore(first.plus(patience))) {
      return false;
    }
    try {
      setAside(record, "handler_failed");
      return true;
    } catch (RuntimeException databaseIsAway) {
      return false;
    }
  }

  private void setAside(ConsumerRecord<String, byte[]> record, String reason) {
    inbox.setAside(record, reason);
    LOG.errorf(
        "set aside (%s): %s-%d offset %d",
        reason, record.topic(), record.partition(), record.offset());
    metrics.counter("endoreg_dlq_messages_total", "topic", record.topic()).increment();
  }

  /** Whether it had its effect now or before; nothing for an event this service does not read. */
  private void count(ConsumerRecord<String, byte[]> record, Optional<Boolean> effective) {
    String outcome = effective.map(now -> now ? "effective" : "duplicate").orElse("skipped");
    metrics
        .counter("endoreg_events_total", "topic", record.topic(), "outcome", outcome)
        .increment();
  }
}
