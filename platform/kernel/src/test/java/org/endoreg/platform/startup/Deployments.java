package org.endoreg.platform.startup;

import java.nio.file.Path;
import java.util.List;

/** Deployments from settings, without starting a service. */
public final class Deployments {
  private Deployments() {}

  /** A standalone deployment of these centers. */
  public static Deployment standaloneOf(String... centers) {
    return with("standalone", "127.0.0.1", centers);
  }

  static Deployment with(String role, String httpHost, String... centers) {
    return new Deployment(new RoleAndCenters(role, List.of(centers)), httpHost);
  }

  private record RoleAndCenters(String role, List<String> centers) implements HubSettings {
    @Override
    public Path keysDir() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Blobs blobs() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Work work() {
      throw new UnsupportedOperationException();
    }
  }
}
