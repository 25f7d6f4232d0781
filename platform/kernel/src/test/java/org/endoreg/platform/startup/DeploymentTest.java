package org.endoreg.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
  private final Path root;

  DeploymentTest(@TempDir Path root) throws IOException {
    this.root = root;
    Files.writeString(root.resolve(".encrypted"), "luks");
  }

  @Test
  void centersKeepTheOrderOfTheSetting() {
    Deployment deployment = Deployments.standaloneOf("ulm", "aachen", "koeln", "berlin");
    assertThat(deployment.role()).isEqualTo(DeploymentRole.STANDALONE);
    assertThat(deployment.centers())
        .extracting(CenterKey::value)
        .containsExactly("ulm", "aachen", "koeln", "berlin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ulm", "a b", "../ulm"})
  void aCenterThatIsNoSlugStopsTheStart(String center) {
    assertRefused(Map.of("endoreg.centers", "ulm," + center), "endoreg.centers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Standalone", "hub", "central-hub", "site"})
  void aRoleThatIsNoneStopsTheStart(String role) {
    assertRefused(Map.of("endoreg.role", role), "endoreg.role");
  }

  @ParameterizedTest
  @EnumSource(DeploymentRole.class)
  void everyRoleStartsWithItsSettings(DeploymentRole role) {
    assertThat(Deployments.with(sound(role)).role()).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "blank",
      textBlock =
          """
          standalone         | quarkus.http.host                         | 0.0.0.0
          standalone         | endoreg.transfer.enabled                  | true
          site_node          | endoreg.transfer.enabled                  | true
          local_study_server | endoreg.transfer.enabled                  | true
          site_node          | endoreg.oidc.enabled                      | false
          central_hub        | endoreg.oidc.enabled                      | false
          local_study_server | endoreg.oidc.enabled                      | false
          central_hub        | endoreg.oidc.issuer                       | http://id.example/realms/x
          central_hub        | endoreg.oidc.issuer                       | blank
          central_hub        | endoreg.oidc.issuer                       | no url at all
          central_hub        | quarkus.oidc.tls.verification             | none
          central_hub        | quarkus.profile                           | dev
          central_hub        | quarkus.datasource.jdbc.url               | jdbc:sqlite:/srv/hub.db
          local_study_server | quarkus.datasource.jdbc.url               | jdbc:sqlite:/srv/hub.db
          central_hub        | endoreg.transfer.require-secure-transport | false
          central_hub        | endoreg.transfer.require-mtls             | false
          central_hub        | endoreg.transfer.mtls-header              | blank
          central_hub        | endoreg.transfer.mtls-value               | blank
          central_hub        | endoreg.transfer.proxy-scheme-header      | blank
          central_hub        | endoreg.transfer.trusted-proxies          | blank
          central_hub        | kafka.security.protocol                   | PLAINTEXT
          site_node          | kafka.security.protocol                   | PLAINTEXT
          central_hub        | endoreg.protected-root                    | blank
          site_node          | endoreg.blobs.dir                         | /elsewhere/blobs
          local_study_server | endoreg.watcher.drop-dir                  | /elsewhere/drop
          """)
  void oneWrongSettingStopsTheStartAndIsNamed(String role, String setting, String value) {
    Map<String, String> settings = sound(DeploymentRole.named(role).orElseThrow());
    settings.put(setting, value == null ? "" : value);
    assertRefused(settings, setting);
  }

  @Test
  void everyCheckOfTheTableIsPlantedAbove() {
    Set<String> named = new HashSet<>();
    StartupChecks.TABLE.forEach(check -> named.add(check.id() + " " + check.setting()));
    assertThat(named).hasSize(16);
  }

  @Test
  void aRootWithoutTheHostsMarkerStopsAServer() throws IOException {
    Files.delete(root.resolve(".encrypted"));
    assertRefused(sound(DeploymentRole.CENTRAL_HUB), "endoreg.protected-root");
    assertThat(Deployments.with(sound(DeploymentRole.SITE_NODE)).role())
        .isEqualTo(DeploymentRole.SITE_NODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"central_hub", "local_study_server"})
  void aRootThatIsNoMountPointStopsAServer(String role) {
    Map<String, String> settings = sound(DeploymentRole.named(role).orElseThrow());
    settings.put("endoreg.protected-root-mounted", "true");
    assertRefused(settings, "endoreg.protected-root");
  }

  @Test
  void aMountPointIsKnownByItsResolvedPathWhateverItsName() {
    MountPoints mounts =
        new MountPoints(
            List.of(
                "36 35 98:0 / / rw,noatime - ext4 /dev/root rw",
                "40 36 0:31 / /srv/endo\\040reg rw - ext4 /dev/mapper/vault rw",
                "torn line"));
    assertThat(mounts.has(Path.of("/srv/endo reg"))).isTrue();
    assertThat(mounts.has(Path.of("/"))).isTrue();
    assertThat(mounts.has(Path.of("/srv"))).isFalse();
    assertThat(mounts.has(Path.of("/srv/endo reg/blobs"))).isFalse();
    assertThat(MountPoints.ofThisMachine().has(Path.of("/proc"))).isTrue();
    assertThat(MountPoints.ofThisMachine().has(root)).isFalse();
  }

  @Test
  void aLinkOutOfTheRootIsOutside(@TempDir Path elsewhere) throws IOException {
    Map<String, String> settings = sound(DeploymentRole.CENTRAL_HUB);
    Files.createSymbolicLink(root.resolve("blobs"), elsewhere);
    assertRefused(settings, "endoreg.blobs.dir");
  }

  @Test
  void aBrokerOnLoopbackMayBePlainWhenTheOperatorSaysSo() {
    Map<String, String> settings = sound(DeploymentRole.CENTRAL_HUB);
    settings.put("kafka.security.protocol", "PLAINTEXT");
    settings.put("endoreg.kafka.plain-loopback", "true");
    settings.put("kafka.bootstrap.servers", "127.0.0.1:19092");
    assertThat(Deployments.with(settings).role()).isEqualTo(DeploymentRole.CENTRAL_HUB);
    settings.put("kafka.bootstrap.servers", "127.0.0.1:19092,kafka.example:9092");
    assertRefused(settings, "kafka.security.protocol");
  }

  private Map<String, String> sound(DeploymentRole role) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endoreg.role", role.wireName());
    settings.put("endoreg.protected-root", root.toString());
    settings.put("endoreg.protected-root-mounted", "false");
    settings.put("endoreg.blobs.dir", root.resolve("blobs").toString());
    if (role != DeploymentRole.STANDALONE) {
      settings.put("quarkus.http.host", "0.0.0.0");
      settings.put("endoreg.oidc.enabled", "true");
      settings.put("endoreg.oidc.issuer", "https://id.example/realms/endoreg");
      settings.put("kafka.security.protocol", "SSL");
      settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/hub");
    }
    if (role == DeploymentRole.CENTRAL_HUB) {
      settings.put("endoreg.transfer.enabled", "true");
      settings.put("endoreg.transfer.trusted-proxies", "10.0.0.7");
    }
    return settings;
  }

  private static void assertRefused(Map<String, String> settings, String setting) {
    assertThatThrownBy(() -> Deployments.with(settings))
        .isInstanceOf(StartupRefused.class)
        .hasMessageStartingWith(setting + ": ");
  }
}
