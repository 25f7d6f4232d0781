package org.endoreg.platform.events;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The suite's producer, with something that happens once after the broker took a record. */
public class TestProducer extends EventProducer implements AutoCloseable {
  private @Nullable Runnable afterNextSend;

  /** Publishes to these brokers. */
  public TestProducer(String brokers) {
    super(BrokerSettings.plain(brokers));
  }

  /** Happens when the broker has acknowledged the next record. */
  public void afterNextSend(Runnable happening) {
    afterNextSend = happening;
  }

  @Override
  public Future<RecordMetadata> send(String topic, String key, String record) {
    Future<RecordMetadata> send = super.send(topic, key, record);
    if (afterNextSend != null) {
      Runnable happening = afterNextSend;
      afterNextSend = null;
      await(send);
      happening.run();
    }
    return send;
  }

  @Override
  public void close() {
    super.close();
  }

  private static void await(Future<RecordMetadata> send) {
    try {
      send.get();
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
