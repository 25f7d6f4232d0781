package org.endoreg.journeys.transferfaults;

import java.time.Duration;

/** One thing that goes wrong between or at the nodes; signals reach real processes. */
sealed interface LineFault {

  /** What it strikes. */
  String part();

  /** Its kind as reports name it. */
  String kind();

  /** {@code kill -9} of the part with its workers; what keeps it running starts it again. */
  record Kill(String part) implements LineFault {
    @Override
    public String kind() {
      return "kill -9";
    }
  }

  /** The part stands still for so long and then goes on as if nothing was. */
  record Pause(String part, Duration length) implements LineFault {
    @Override
    public String kind() {
      return "stop and continue";
    }
  }

  /** Strikes what is between the nodes. */
  sealed interface OfTheLine extends LineFault {
    @Override
    default String part() {
      return LineFaultPlan.LINE;
    }
  }

  /** Every connection is reset while a file is on its way. */
  record Cut() implements OfTheLine {
    @Override
    public String kind() {
      return "cut";
    }
  }

  /** The sender's half of every connection ends while a file is on its way. */
  record HalfClose() implements OfTheLine {
    @Override
    public String kind() {
      return "half-close";
    }
  }

  /** Nothing passes for so long; the connections stay. */
  record Stall(Duration length) implements OfTheLine {
    @Override
    public String kind() {
      return "stall";
    }
  }

  /** Connections are cut and refused for so long. */
  record Down(Duration length) implements OfTheLine {
    @Override
    public String kind() {
      return "down";
    }
  }
}
