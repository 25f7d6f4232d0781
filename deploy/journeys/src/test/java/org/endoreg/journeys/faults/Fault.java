package org.endoreg.journeys.faults;

import java.time.Duration;

/**
 * One thing that goes wrong. Signals reach a real process; the full disk is the one the blobs lie
 * on.
 */
public sealed interface Fault {

  /** The part it strikes. */
  String part();

  /** {@code kill -9}; the supervisor starts the part again. */
  record Kill(String part) implements Fault {}

  /** The part, with its children, stands still for so long and then goes on as if nothing was. */
  record Pause(String part, Duration length) implements Fault {}

  /** The blobs' disk has no more than so many bytes left, for so long. */
  record FullDisk(long leftBytes, Duration length) implements Fault {
    @Override
    public String part() {
      return FaultPlan.DISK;
    }
  }

  /** The broker is killed, and the one started in its place does not answer for so long. */
  record BrokerDown(Duration length) implements Fault {
    @Override
    public String part() {
      return FaultPlan.BROKER;
    }
  }

  /** Its kind as reports name it. */
  default String kind() {
    if (this instanceof Kill) {
      return "kill -9";
    }
    if (this instanceof Pause) {
      return "stop and continue";
    }
    return this instanceof FullDisk ? "disk full" : "broker down";
  }
}
