package org.endoreg.watcher.drop;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.endoreg.contracts.events.IngestFolder;

/**
 * Where claims go. A sink removes a claim only when whoever takes over has said so; killed anywhere
 * before, it is asked again with the same claim and must then do the same again.
 */
public interface Sink {
  /** The folders this sink has a way for; the others are not watched. */
  Set<IngestFolder> folders();

  /**
   * Ships one claim.
   *
   * @throws SinkAway when no other claim would fare better now
   * @throws IOException when this claim cannot be shipped now
   */
  Shipment ship(Claim claim) throws IOException, InterruptedException;

  /** How long to wait after a failure; doubled with each further one. */
  Duration firstPause();

  /** The wait does not grow beyond this. */
  Duration longestPause();
}
