package org.endoreg.journeys.transferfaults;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.endoreg.journeys.RunningHub;

/**
 * People who sign off without end: small reports and, every third, one of a few mebibytes, so that
 * a cut falls into the middle of a file. They wait while many are on their way.
 */
final class SignOffs {
  private static final int MOST_WAITING = 6;
  private static final int BIG_EVERY = 3;
  private static final int MEBIBYTE = 1 << 20;

  private final SigningSite site;
  private final Random random;
  private final Thread thread = new Thread(this::signOff, "sign-offs");
  private volatile boolean signing = true;

  private SignOffs(SigningSite site, long seed) {
    this.site = site;
    this.random = new Random(seed);
    thread.setDaemon(true);
  }

  static SignOffs begin(SigningSite site, long seed) {
    SignOffs people = new SignOffs(site, seed);
    people.thread.start();
    return people;
  }

  /** A report that is padded with bytes nothing can compress. */
  static byte[] report(Random random, int padding) {
    byte[] report = RunningHub.report("Polyp im Sigma, 4 mm. " + UUID.randomUUID());
    byte[] padded = Arrays.copyOf(report, report.length + padding);
    byte[] noise = new byte[padding];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, padded, report.length, padding);
    return padded;
  }

  private void signOff() {
    while (signing) {
      try {
        if (hasRoom()) {
          boolean big = site.signedOff().size() % BIG_EVERY == 0;
          site.signOff(report(random, big ? MEBIBYTE + random.nextInt(3 * MEBIBYTE) : 0));
        }
        TimeUnit.MILLISECONDS.sleep(300);
      } catch (IOException failed) {
        System.out.println("not signed off: " + failed);
      } catch (InterruptedException over) {
        return;
      }
    }
  }

  private boolean hasRoom() {
    OptionalLong ended = site.ended();
    return ended.isPresent() && site.signedOff().size() - ended.getAsLong() < MOST_WAITING;
  }

  /** Returns when the last one is signed off. */
  void stop() throws InterruptedException {
    signing = false;
    thread.join(TimeUnit.MINUTES.toMillis(2));
  }
}
