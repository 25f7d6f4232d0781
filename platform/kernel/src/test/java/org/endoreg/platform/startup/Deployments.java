package org.endoreg.platform.startup;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Deployments from settings, without starting a service. */
public final class Deployments {
  private Deployments() {}

  /** A standalone deployment of these centers. */
  public static Deployment standaloneOf(String... centers) {
    return with(Map.of("endoreg.centers", String.join(",", centers)));
  }

  /** A deployment with these settings, the others as they are by default. */
  public static Deployment with(Map<String, String> settings) {
    SmallRyeConfig config = config(settings);
    return new Deployment(config.getConfigMapping(HubSettings.class), config);
  }

  /** The settings alone. */
  public static HubSettings settings(Map<String, String> settings) {
    return config(settings).getConfigMapping(HubSettings.class);
  }

  private static SmallRyeConfig config(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "quarkus.http.host", "127.0.0.1",
                "quarkus.profile", "prod",
                "endoreg.keys-dir", "/srv/endoreg/keys",
                "endoreg.blobs.dir", "/srv/endoreg/blobs"));
    all.putAll(settings);
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(all, "test", 500))
        .withMapping(HubSettings.class)
        .withMappingIgnore("endoreg.watcher.**")
        .build();
  }
}
