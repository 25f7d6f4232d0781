package org.endoreg.stack.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.endoreg.backing.Ports;
import org.endoreg.contracts.events.Topic;
import org.endoreg.stack.broker.BrokerView;
import org.endoreg.stack.client.HubClient;
import org.endoreg.stack.suite.SuiteFolder;
import org.endoreg.stack.suite.SuiteState;

/** Looks at machine and suite; what cannot be seen is left out, not guessed. */
final class FactsReader {
  private static final String INTEGRITY = "/api/audit-ledger/integrity";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final SuiteFolder folder;
  private final int port;
  private final ClientAt clients;
  private final Probe probe = new Probe();

  /** Makes a client for one address, signed in when the suite asks for it. */
  @FunctionalInterface
  interface ClientAt {
    HubClient of(String address) throws IOException;
  }

  FactsReader(SuiteFolder folder, int port, ClientAt clients) {
    this.folder = folder;
    this.port = port;
    this.clients = clients;
  }

  /** {@code state} is empty when no suite runs. */
  Facts read(Optional<SuiteState> state) throws IOException {
    return new Facts(
        machine(),
        keys(),
        state.isPresent() ? Optional.of(running(state.orElseThrow())) : Optional.empty());
  }

  private Facts.Machine machine() throws IOException {
    Path existing = Files.exists(folder.data()) ? folder.data() : folder.root();
    return new Facts.Machine(
        Runtime.version().feature(),
        Files.getFileStore(existing).getUsableSpace(),
        hasLanguageData(),
        port,
        Ports.isFree(port),
        new Facts.Folder(
            Files.exists(folder.data()),
            Files.exists(folder.data()) && isOwnersOnly(folder.data()),
            Files.exists(folder.data().resolve(".encrypted"))));
  }

  private static boolean hasLanguageData() throws IOException {
    Path shared = Path.of("/usr/share/tesseract-ocr");
    if (System.getenv("TESSDATA_PREFIX") != null) {
      return true;
    }
    if (!Files.isDirectory(shared)) {
      return false;
    }
    try (Stream<Path> files =
        Files.find(shared, 3, (file, kind) -> file.endsWith("deu.traineddata"))) {
      return files.findAny().isPresent();
    }
  }

  private Facts.Keys keys() throws IOException {
    List<String> unreadable = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Path keys : List.of(folder.keys(), folder.identityKeys())) {
      look(keys, unreadable, open);
    }
    return new Facts.Keys(
        Files.exists(folder.keys().resolve("kek")),
        Files.exists(folder.identityKeys().resolve("kek")) || knowsNoIdentity(),
        unreadable,
        open);
  }

  /** A hub without an anonymizer has no keys of identity. */
  private boolean knowsNoIdentity() throws IOException {
    return SuiteState.read(folder)
        .map(state -> state.part("anonymizer-service").isEmpty())
        .orElse(false);
  }

  private static void look(Path keys, List<String> unreadable, List<String> open)
      throws IOException {
    if (!Files.isDirectory(keys)) {
      return;
    }
    String name = keys.getFileName().toString();
    if (!isOwnersOnly(keys)) {
      open.add(name);
    }
    try (Stream<Path> files = Files.list(keys)) {
      for (Path file : files.sorted().toList()) {
        if (!isOwnersOnly(file)) {
          open.add(name + "/" + file.getFileName());
        }
        if (!Files.isReadable(file)) {
          unreadable.add(name + "/" + file.getFileName());
        }
      }
    }
  }

  private static boolean isOwnersOnly(Path path) throws IOException {
    return OWNER.containsAll(Files.getPosixFilePermissions(path));
  }

  private Facts.Running running(SuiteState state) throws IOException {
    HubClient edge = clients.of(state.address());
    return new Facts.Running(
        state.issuer() != null,
        parts(state),
        new DatabaseReader(folder, state).read(),
        broker(state),
        jobs(edge),
        quarantine(edge),
        audit(state));
  }

  private List<Facts.Part> parts(SuiteState state) throws IOException {
    List<Facts.Part> parts = new ArrayList<>();
    for (SuiteState.PartState part : state.parts()) {
      boolean alive = part.process().isPresent();
      parts.add(
          new Facts.Part(
              part.name(),
              alive,
              isService(part) && alive ? Optional.of(isReady(part)) : Optional.empty(),
              part.restarts()));
    }
    return parts;
  }

  private boolean isReady(SuiteState.PartState part) throws IOException {
    return probe.status(at(part), "/q/health/ready").orElse(0) == 200;
  }

  private static boolean isService(SuiteState.PartState part) {
    return !Set.of("postgresql", "kafka", "keycloak", "nginx").contains(part.name());
  }

  private HubClient at(SuiteState.PartState part) throws IOException {
    return clients.of("http://127.0.0.1:" + part.port());
  }

  private static Optional<Facts.Broker> broker(SuiteState state) {
    boolean watches = state.part("watcher-agent").isPresent();
    return state.part("kafka").flatMap(part -> broker(part, watches));
  }

  /** Without a watcher there is no heartbeat to miss. */
  private static Optional<Facts.Broker> broker(SuiteState.PartState part, boolean watches) {
    try (BrokerView broker = new BrokerView("127.0.0.1:" + part.port())) {
      Map<String, String> policies = broker.cleanupPolicies();
      Optional<Duration> heartbeat =
          policies.containsKey(Topic.WATCHER_HEARTBEATS.topicName())
              ? broker
                  .newest(Topic.WATCHER_HEARTBEATS)
                  .map(heard -> Duration.between(heard, Instant.now()))
              : Optional.empty();
      return Optional.of(new Facts.Broker(policies, broker.lags(), watches, heartbeat));
    } catch (BrokerView.BrokerAway away) {
      return Optional.empty();
    }
  }

  private Optional<Facts.Jobs> jobs(HubClient edge) {
    return probe
        .read(edge, "/api/jobs/summary")
        .map(summary -> summary.path("by_status"))
        .map(
            counts ->
                new Facts.Jobs(
                    counts.path("lost").asLong(), counts.path("error").asLong(), sum(counts)));
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  /** A suite without a quarantine answers 404, which is no finding. */
  private Optional<Facts.Quarantine> quarantine(HubClient edge) {
    return probe
        .read(edge, "/api/media/quarantine/?status=pending_review&limit=500")
        .map(
            page -> {
              long oldest = 0;
              for (JsonNode item : page.path("results")) {
                oldest = Math.max(oldest, item.path("age_days").asLong());
              }
              return new Facts.Quarantine(page.path("results").size(), oldest);
            });
  }

  /** A chain that was not looked at since the service started is looked at now. */
  private Map<String, String> audit(SuiteState state) throws IOException {
    Map<String, String> states = new TreeMap<>();
    for (SuiteState.PartState part : state.parts()) {
      if (isService(part)) {
        HubClient service = at(part);
        Optional<JsonNode> last = probe.read(service, INTEGRITY);
        if (last.isPresent()) {
          states.put(part.name(), auditState(service, last.orElseThrow()));
        }
      }
    }
    return states;
  }

  private String auditState(HubClient service, JsonNode last) {
    String state = last.path("status").asText();
    return state.equals("unknown")
        ? probe
            .post(service, INTEGRITY + "/verify")
            .map(now -> now.path("status").asText())
            .orElse(state)
        : state;
  }
}
