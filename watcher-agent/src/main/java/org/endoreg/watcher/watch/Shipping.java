package org.endoreg.watcher.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.endoreg.platform.correlation.Correlation;
import org.endoreg.platform.problem.FailurePlace;
import org.endoreg.watcher.drop.Claim;
import org.endoreg.watcher.drop.Elapsed;
import org.endoreg.watcher.drop.Shipment;
import org.endoreg.watcher.drop.Sink;
import org.endoreg.watcher.drop.SinkAway;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Ships the claims of one folder and waits after failures. What has failed before goes last, so one
 * file nobody can take does not hold up those behind it.
 */
final class Shipping {
  private static final Logger LOG = Logger.getLogger(Shipping.class);

  private final Sink sink;
  private final Elapsed elapsed;
  private final Backoff backoff;
  private final Map<Path, Integer> failures = new HashMap<>();
  private Duration notBefore;

  Shipping(Sink sink, Elapsed elapsed) {
    this.sink = sink;
    this.elapsed = elapsed;
    this.backoff = new Backoff(sink.firstPause(), sink.longestPause(), Math::random);
    this.notBefore = elapsed.now();
  }

  /** Ships what can be shipped now; returns how many got through. */
  int ship(List<Claim> ready) throws InterruptedException {
    failures.keySet().retainAll(ready.stream().map(Claim::place).collect(Collectors.toSet()));
    if (elapsed.now().compareTo(notBefore) < 0) {
      return 0;
    }
    int shipped = 0;
    boolean failed = false;
    for (Claim claim : leastFailedFirst(ready)) {
      Outcome outcome = ship(claim);
      shipped += outcome == Outcome.SHIPPED ? 1 : 0;
      failed |= outcome == Outcome.FAILED || outcome == Outcome.AWAY;
      if (outcome == Outcome.AWAY) {
        break;
      }
    }
    if (failed) {
      notBefore = elapsed.now().plus(backoff.afterFailure());
    }
    return shipped;
  }

  /** True while something has failed and was not shipped since. */
  boolean hasFailures() {
    return !failures.isEmpty();
  }

  private List<Claim> leastFailedFirst(List<Claim> ready) {
    Comparator<Claim> byFailures =
        Comparator.comparingInt(claim -> failures.getOrDefault(claim.place(), 0));
    return ready.stream().sorted(byFailures).toList();
  }

  private enum Outcome {
    SHIPPED,
    OTHERWISE,
    FAILED,
    AWAY
  }

  private Outcome ship(Claim claim) throws InterruptedException {
    MDC.put(Correlation.MDC_KEY, UUID.randomUUID().toString());
    try {
      Shipment shipment = sink.ship(claim);
      failures.remove(claim.place());
      backoff.afterSuccess();
      if (shipment != Shipment.SHIPPED) {
        return Outcome.OTHERWISE;
      }
      LOG.infof("submitted a file of %s", claim.folder().folderName());
      return Outcome.SHIPPED;
    } catch (SinkAway away) {
      if (away.progressed()) {
        backoff.afterSuccess();
      }
      return failed(claim, away, Outcome.AWAY);
    } catch (IOException | RuntimeException thisOne) {
      return failed(claim, thisOne, Outcome.FAILED);
    } finally {
      MDC.remove(Correlation.MDC_KEY);
    }
  }

  /** The file stays where it is; nothing is lost while the other side is away. */
  private Outcome failed(Claim claim, Exception failure, Outcome outcome) {
    failures.merge(claim.place(), 1, Integer::sum);
    LOG.warnf("a drop waits: %s", FailurePlace.of(failure));
    return outcome;
  }
}
