package org.endoreg.platform.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.endoreg.platform.startup.HubSettings;

/** Settings that say nothing but how long a lease lasts. */
record LeaseSettings(Work work) implements HubSettings {
  static HubSettings of(Duration lease) {
    return new LeaseSettings(new Leases(lease));
  }

  @Override
  public String role() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> centers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path keysDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Blobs blobs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Path> protectedRoot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean protectedRootMounted() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Oidc oidc() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Transfer transfer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Kafka kafka() {
    throw new UnsupportedOperationException();
  }

  private record Leases(Duration lease) implements Work {
    @Override
    public Duration firstRetry() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration longestRetry() {
      return Duration.ofMinutes(15);
    }
  }
}
