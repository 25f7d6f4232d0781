package org.endoreg.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks services for their heap several times a second and keeps the largest answers. */
final class HeapWatch implements AutoCloseable {
  private static final int EVERY_MILLIS = 200;
  private static final double MEBIBYTE = 1 << 20;

  private final Loopback client = new Loopback();
  private final Map<String, String> addresses;
  private final Map<String, Double> limits = new ConcurrentHashMap<>();
  private final Map<String, Double> peaks = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private HeapWatch(Map<String, String> addresses) {
    this.addresses = addresses;
  }

  /** Watches the three services a file passes until closed. */
  static HeapWatch over(Hub hub) throws IOException {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String part : new String[] {"ingest-gateway", "anonymizer-service", "media-service"}) {
      addresses.put(part, hub.direct(part) + "/q/metrics");
    }
    HeapWatch watch = new HeapWatch(addresses);
    var unused =
        watch.clock.scheduleWithFixedDelay(watch::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    addresses.forEach(this::look);
  }

  private void look(String part, String address) {
    try {
      String metrics = client.get(address);
      peaks.merge(part, heap(metrics, "jvm_memory_used_bytes"), Math::max);
      limits.put(part, heap(metrics, "jvm_memory_max_bytes"));
    } catch (IOException | IllegalStateException missed) {
      System.err.println(part + " did not answer once");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The sum over all pools of the heap, in MiB. */
  private static double heap(String metrics, String name) {
    return metrics
            .lines()
            .filter(line -> line.startsWith(name + "{") && line.contains("area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        / MEBIBYTE;
  }

  /** Prints the peaks since the last time and begins anew. */
  void print(String what) {
    System.out.println(what);
    peaks.forEach(
        (part, peak) ->
            System.out.printf(
                "| %s | %.0f | %.0f |%n", part, peak, limits.getOrDefault(part, 0.0)));
    peaks.clear();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
