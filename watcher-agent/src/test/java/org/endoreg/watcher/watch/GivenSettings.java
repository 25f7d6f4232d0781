package org.endoreg.watcher.watch;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.endoreg.platform.startup.HubSettings;
import org.endoreg.watcher.settings.WatcherSettings;

/** Settings as a deployment would give them, with all defaults. */
final class GivenSettings {
  private final Map<String, String> given = new HashMap<>();

  GivenSettings(Path folder) {
    with("endoreg.watcher.drop-dir", folder.resolve("drop"));
    with("endoreg.blobs.dir", folder.resolve("blobs"));
    with("endoreg.keys-dir", folder.resolve("keys"));
  }

  GivenSettings with(String setting, Object value) {
    given.put(setting, value.toString());
    return this;
  }

  GivenSettings without(String setting) {
    given.remove(setting);
    return this;
  }

  WatcherSettings watcher() {
    return config().getConfigMapping(WatcherSettings.class);
  }

  HubSettings hub() {
    return config().getConfigMapping(HubSettings.class);
  }

  private SmallRyeConfig config() {
    return new SmallRyeConfigBuilder()
        .withMapping(WatcherSettings.class)
        .withMapping(HubSettings.class)
        .withSources(new PropertiesConfigSource(given, "given", 500))
        .withValidateUnknown(false)
        .build();
  }
}
