package org.endoreg.platform.events;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How every client reaches the broker: all settings below {@code kafka.}, so addresses, TLS and
 * client authentication are said once for producers and consumers alike.
 */
public record BrokerSettings(Map<String, Object> common) {

  /** Copies the map. */
  public BrokerSettings {
    common = Map.copyOf(common);
  }

  /** Of a broker without TLS and sign-in. */
  public static BrokerSettings plain(String bootstrapServers) {
    return new BrokerSettings(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /** These settings together with a client's own, which win. */
  public Map<String, Object> with(Map<String, Object> own) {
    Map<String, Object> all = new HashMap<>(common);
    all.putAll(own);
    return all;
  }

  /** Reads the settings of this service. */
  static final class Reader {
    @Produces
    @Singleton
    static BrokerSettings brokerSettings(
        @Identifier("default-kafka-broker") Map<String, Object> configured) {
      Map<String, Object> common = new HashMap<>(configured);
      // the framework adds it; each consumer states its own and a producer has none
      common.remove(CommonClientConfigs.GROUP_ID_CONFIG);
      return new BrokerSettings(common);
    }
  }
}
