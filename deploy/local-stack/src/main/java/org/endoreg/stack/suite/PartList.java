package org.endoreg.stack.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.endoreg.backing.Kafka;
import org.endoreg.backing.Ports;
import org.endoreg.backing.Postgres;

/** Makes the parts of a suite with their ports, databases and settings. */
final class PartList {
  private final SuiteFolder folder;
  private final SuiteOptions options;
  private final Postgres postgres;
  private final PostgresPart postgresPart;
  private final Kafka kafka;
  private final KafkaPart kafkaPart;
  private final Map<String, Integer> servicePorts = new LinkedHashMap<>();

  PartList(SuiteFolder folder, SuiteOptions options) {
    this.folder = folder;
    this.options = options;
    int databasePort = Ports.free();
    int brokerPort = Ports.free();
    this.postgres = new Postgres(folder.postgres(), folder.cache(), databasePort);
    this.postgresPart = new PostgresPart(postgres, databasePort);
    this.kafka = new Kafka(folder.data().resolve("kafka"), folder.root(), brokerPort, Ports.free());
    this.kafkaPart = new KafkaPart(kafka, brokerPort);
    for (ServiceKind kind : kinds()) {
      servicePorts.put(kind.folderName(), Ports.free());
    }
  }

  private List<ServiceKind> kinds() {
    return Arrays.stream(ServiceKind.values()).filter(options.shape()::has).toList();
  }

  /** The database, the broker and where people sign in, the identity provider. */
  List<Part> backing() throws IOException {
    List<Part> backing = new ArrayList<>(List.of(postgresPart, kafkaPart));
    if (options.signIn() instanceof SignIn.OwnKeycloak own) {
      KeycloakPart part =
          new KeycloakPart(folder, folder.keycloakDistribution(), own.port(), Ports.free());
      part.prepare(realms(own));
      backing.add(part);
    }
    return backing;
  }

  private List<RealmFile> realms(SignIn.OwnKeycloak own) throws IOException {
    List<String> origins = List.of("http://127.0.0.1:" + options.port());
    List<RealmFile> realms = new ArrayList<>();
    realms.add(
        realm(new SignIn.Guest(SignIn.OwnKeycloak.REALM, folder, options.centers(), origins)));
    for (SignIn.Guest guest : own.guests()) {
      realms.add(realm(guest));
    }
    return realms;
  }

  private RealmFile realm(SignIn.Guest suite) throws IOException {
    return new RealmFile(
        folder.root().resolve("deploy/keycloak/endoreg-realm.json"),
        suite.realm(),
        suite.centers(),
        suite.origins(),
        new RealmFile.Secrets(
            suite.folder().password("endoreg-hub"),
            suite.folder().password("endoreg-cli"),
            suite.folder().password("operator")));
  }

  Map<String, Integer> servicePorts() {
    return Map.copyOf(servicePorts);
  }

  /** The services; creates their databases, so PostgreSQL must be up. */
  List<Part> services() throws IOException {
    List<Part> services = new ArrayList<>();
    for (ServiceKind kind : kinds()) {
      int port = servicePorts.getOrDefault(kind.folderName(), 0);
      services.add(ServicePart.of(kind, port, folder, settings(kind, port)));
    }
    int transferHub = servicePorts.getOrDefault(ServiceKind.TRANSFER_HUB.folderName(), 0);
    options.shape().door().ifPresent(door -> services.add(new DoorPart(folder, door, transferHub)));
    return services;
  }

  /** What the start-up checks ask of a role with sign-in, as it is on one machine. */
  private Map<String, String> signIn(String issuer) throws IOException {
    return Map.of(
        "ENDOREG_OIDC_ENABLED", "true",
        "ENDOREG_OIDC_ISSUER", issuer,
        "ENDOREG_OIDC_CLIENT_SECRET", folder.password("endoreg-hub"),
        "ENDOREG_PROTECTED_ROOT", folder.data().toString(),
        "ENDOREG_PROTECTED_ROOT_MOUNTED", "false",
        "ENDOREG_KAFKA_PLAIN_LOOPBACK", "true",
        "ENDOREG_KAFKA_REPLICATION", "1",
        "ENDOREG_KAFKA_MIN_INSYNC", "1");
  }

  private Map<String, String> settings(ServiceKind kind, int port) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("ENDOREG_ROLE", options.role().wireName());
    if (options.signsIn()) {
      settings.putAll(signIn(options.signIn().issuer().orElseThrow()));
    }
    settings.put("ENDOREG_CENTERS", String.join(",", options.centers()));
    settings.put("ENDOREG_KEYS_DIR", folder.keys().toString());
    settings.put("ENDOREG_BLOBS_DIR", folder.blobs().toString());
    settings.put("ENDOREG_WORK_LEASE", "PT15S");
    settings.put("ENDOREG_IDENTITY_KEYS_DIR", folder.identityKeys().toString());
    settings.put("ENDOREG_WATCHER_DROP_DIR", folder.drop().toString());
    settings.put("ENDOREG_WATCHER_SETTLE", "PT" + options.settleSeconds() + "S");
    settings.put("ENDOREG_WATCHER_POLL", "PT0.5S");
    settings.put("ENDOREG_WATCHER_READINGS", "2");
    if (kind.database().isPresent()) {
      String database = kind.database().orElseThrow();
      String password = folder.password(database);
      postgres.ensureDatabase(database, password);
      settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(database));
      settings.put("QUARKUS_DATASOURCE_USERNAME", database);
      settings.put("QUARKUS_DATASOURCE_PASSWORD", password);
    }
    settings.putAll(options.shape().settings());
    if (kind == ServiceKind.TRANSFER_HUB) {
      settings.putAll(options.shape().transferSettings());
    }
    return settings;
  }
}
