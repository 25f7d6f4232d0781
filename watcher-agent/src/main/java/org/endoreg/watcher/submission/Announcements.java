package org.endoreg.watcher.submission;

import java.util.concurrent.ExecutionException;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.platform.events.Envelopes;
import org.endoreg.platform.events.EventProducer;
import org.endoreg.watcher.drop.SinkAway;

/** Tells the suite of a drop. Returning means that whoever must know of it will. */
@FunctionalInterface
public interface Announcements {
  /**
   * Announces and waits until it is safe.
   *
   * @throws SinkAway when it is not; the same is announced again later
   */
  void announce(HubEvent event) throws SinkAway, InterruptedException;

  /** Announcements on the topics of the suite, safe when the broker has acknowledged them. */
  static Announcements by(EventProducer producer) {
    return event -> {
      try {
        producer.send(Envelopes.of(event, 0, null)).get();
      } catch (ExecutionException notTaken) {
        throw new SinkAway("the broker did not take a submission", notTaken);
      }
    };
  }
}
