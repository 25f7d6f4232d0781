package org.endoreg.watcher.gateway;

import java.time.Duration;

/** How much one request carries, and how long to wait after failures. */
record GatewayLimits(long partBytes, Duration firstPause, Duration longestPause) {
  static final long PART_BYTES = 8L << 20;
}
