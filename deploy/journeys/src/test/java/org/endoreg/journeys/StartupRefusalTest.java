package org.endoreg.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.endoreg.backing.Ports;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A packaged service with one wrong setting ends with one line that names it. That the same
 * settings start where nothing is wrong is shown by every test of {@link RunningHub}.
 */
class StartupRefusalTest {
  private static final Path SERVICE =
      Path.of(System.getProperty("hub.root", "."))
          .resolve("watcher-agent/target/quarkus-app/quarkus-run.jar");
  private static final int AT_ONCE = 3;
  private static final Map<Wrong, Future<Ended>> ENDS = new LinkedHashMap<>();

  /** One setting of a sound deployment turned wrong, and the setting the message must name. */
  record Wrong(String role, String variable, String value, String named) {}

  private record Ended(boolean byItself, int exitCode, List<String> output) {}

  static List<Wrong> wrongSettings() {
    return List.of(
        new Wrong("central_hub", "ENDOREG_ROLE", "central-hub", "endoreg.role"),
        new Wrong(
            "central_hub",
            "ENDOREG_TRANSFER_REQUIRE_MTLS",
            "false",
            "endoreg.transfer.require-mtls"),
        new Wrong(
            "central_hub", "ENDOREG_TRANSFER_MTLS_HEADER", " ", "endoreg.transfer.mtls-header"),
        new Wrong(
            "central_hub",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:sqlite:hub.db",
            "quarkus.datasource.jdbc.url"),
        new Wrong(
            "central_hub", "ENDOREG_KAFKA_PLAIN_LOOPBACK", "false", "kafka.security.protocol"),
        new Wrong("standalone", "ENDOREG_TRANSFER_ENABLED", "true", "endoreg.transfer.enabled"),
        new Wrong("site_node", "ENDOREG_TRANSFER_ENABLED", "true", "endoreg.transfer.enabled"),
        new Wrong(
            "local_study_server", "ENDOREG_TRANSFER_ENABLED", "true", "endoreg.transfer.enabled"),
        new Wrong(
            "central_hub", "ENDOREG_PROTECTED_ROOT_MOUNTED", "true", "endoreg.protected-root"),
        new Wrong("central_hub", "ENDOREG_BLOBS_DIR", "/elsewhere/blobs", "endoreg.blobs.dir"),
        new Wrong(
            "site_node",
            "ENDOREG_WATCHER_DROP_DIR",
            "/elsewhere/drop",
            "endoreg.watcher.drop-dir"));
  }

  @BeforeAll
  static void startThemAFewAtATime() {
    ExecutorService starts = Executors.newFixedThreadPool(AT_ONCE);
    wrongSettings().forEach(wrong -> ENDS.put(wrong, starts.submit(() -> end(wrong))));
    starts.shutdown();
  }

  @ParameterizedTest
  @MethodSource("wrongSettings")
  @Scenario({"A1", "A2", "A3", "A4"})
  void aWrongSettingEndsTheStartAndIsNamedInOneLine(Wrong wrong) throws Exception {
    Ended ended = Objects.requireNonNull(ENDS.get(wrong)).get();
    assertThat(ended.byItself()).as("it ends by itself").isTrue();
    assertThat(ended.exitCode()).isNotZero();
    assertThat(ended.output()).filteredOn(line -> line.contains(wrong.named() + ": ")).hasSize(1);
  }

  private static Ended end(Wrong wrong) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("endoreg-refused");
    Map<String, String> environment = soundSettings(data, wrong.role());
    environment.put(wrong.variable(), wrong.value());
    Path output = data.resolve("output.txt");
    Process process = launch(environment, output);
    boolean byItself = process.waitFor(90, TimeUnit.SECONDS);
    process.destroyForcibly();
    return new Ended(byItself, process.waitFor(), Files.readAllLines(output));
  }

  private static Process launch(Map<String, String> environment, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ClassTraining.optionsOf("watcher-agent"));
    command.addAll(List.of("-jar", SERVICE.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Map<String, String> soundSettings(Path data, String role) throws IOException {
    Files.writeString(data.resolve(".encrypted"), "");
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    settings.put("ENDOREG_ROLE", role);
    settings.put("ENDOREG_CENTERS", "north");
    settings.put("ENDOREG_KAFKA_PLAIN_LOOPBACK", "true");
    settings.put("ENDOREG_OIDC_ENABLED", role.equals("standalone") ? "false" : "true");
    settings.put("ENDOREG_OIDC_ISSUER", "http://127.0.0.1:1/realms/endoreg");
    settings.put("ENDOREG_PROTECTED_ROOT", data.toString());
    settings.put("ENDOREG_PROTECTED_ROOT_MOUNTED", "false");
    settings.put("ENDOREG_KEYS_DIR", data.resolve("keys").toString());
    settings.put("ENDOREG_BLOBS_DIR", data.resolve("blobs").toString());
    settings.put("ENDOREG_WATCHER_DROP_DIR", data.resolve("drop").toString());
    return settings;
  }
}
