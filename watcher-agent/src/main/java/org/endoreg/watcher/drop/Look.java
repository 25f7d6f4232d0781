package org.endoreg.watcher.drop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one look at a folder found. {@code ready} can be shipped, {@code hoping} files and claims
 * may still settle or meet their other half, {@code givenUp} have just been given up for now.
 * {@code waiting} counts every file that is still here, the oldest of them since {@code oldest}.
 */
public record Look(
    List<Claim> ready, int hoping, int givenUp, int waiting, Optional<Instant> oldest) {
  /** A folder in which nothing waits. */
  public static final Look EMPTY = new Look(List.of(), 0, 0, 0, Optional.empty());

  public Look {
    ready = List.copyOf(ready);
  }
}
