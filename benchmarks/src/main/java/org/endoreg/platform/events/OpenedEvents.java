package org.endoreg.platform.events;

/** Lets a measurement use the producer of a service without the container around it. */
public final class OpenedEvents {
  private OpenedEvents() {}

  /** A producer as a service has it. */
  public static EventProducer producer(BrokerSettings brokers) {
    return new EventProducer(brokers);
  }

  /** Ends it. */
  public static void close(EventProducer producer) {
    producer.close();
  }
}
