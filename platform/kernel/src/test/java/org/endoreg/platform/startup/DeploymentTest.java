package org.endoreg.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.DeploymentRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

  @Test
  void centersKeepTheOrderOfTheSetting() {
    Deployment deployment = Deployments.standaloneOf("ulm", "aachen", "koeln", "berlin");
    assertThat(deployment.role()).isEqualTo(DeploymentRole.STANDALONE);
    assertThat(deployment.centers())
        .extracting(CenterKey::value)
        .containsExactly("ulm", "aachen", "koeln", "berlin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.168.1.5", "hub.example", "::"})
  void standaloneListensOnLoopbackOnly(String host) {
    assertThatThrownBy(() -> Deployments.with("standalone", host, "ulm"))
        .isInstanceOf(StartupRefused.class)
        .hasMessageStartingWith("quarkus.http.host: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Standalone", "hub", "site_node", "central_hub"})
  void aRoleWithoutSignInOrWithATypingErrorStopsTheStart(String role) {
    assertThatThrownBy(() -> Deployments.with(role, "127.0.0.1", "ulm"))
        .isInstanceOf(StartupRefused.class)
        .hasMessageStartingWith("endoreg.role: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ulm", "a b", "../ulm"})
  void aCenterThatIsNoSlugStopsTheStart(String centers) {
    assertThatThrownBy(() -> Deployments.standaloneOf("ulm", centers))
        .isInstanceOf(StartupRefused.class)
        .hasMessageStartingWith("endoreg.centers: ");
  }
}
