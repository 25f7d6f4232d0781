package org.endoreg.stack.suite;

import org.endoreg.backing.Kafka;

/** The broker; it is ready when {@link Kafka#start()} returns. */
record KafkaPart(Kafka kafka, int port) implements Part {

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Process launch() {
    return kafka.start();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void stop(Process process) {
    process.destroy();
  }
}
