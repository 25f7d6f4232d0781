package org.endoreg.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.platform.rules.Scenario;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class TransferJourneyTest {
  private final Jdbi jdbi;

  TransferJourneyTest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @ParameterizedTest
  @EnumSource(value = Method.class, names = "TRACE", mode = EnumSource.Mode.EXCLUDE)
  @Scenario("A50")
  void outsideACentralHubATransferRouteIsAnsweredLikeAnUnknownOne(Method method) {
    for (String route : new String[] {"/api/transfer/nodes", "/api/media/hub/transfers/"}) {
      Response hidden = given().accept("application/json").request(method, route);
      Response unknown = given().accept("application/json").request(method, "/api/transfer/none");
      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(withoutTrace(hidden)).isEqualTo(withoutTrace(unknown));
    }
    Response get = given().get("/api/transfer/nodes");
    assertThat(get.contentType()).isEqualTo("application/problem+json");
    assertThat(get.jsonPath().getString("code")).isEqualTo("not_found");
  }

  @Test
  void theServiceIsReadyWithoutTellingWhatItServes() {
    given().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  @Scenario("A5")
  void aNodeKeyIsNeverChangedAndNeverGivenAgain() {
    insert("keep", "site_node", "https://site.example");
    assertThatThrownBy(
            () -> execute("UPDATE network_node SET node_key = 'x' WHERE node_key = 'keep'"))
        .hasMessageContaining("a node key cannot be changed");
    assertThatThrownBy(() -> execute("DELETE FROM network_node WHERE node_key = 'keep'"))
        .hasMessageContaining("make it inactive");
    assertThatThrownBy(() -> insert("keep", "site_node", null)).hasMessageContaining("unique");
    execute(
        "UPDATE network_node SET is_active = false, display_name = 'Left' WHERE node_key = 'keep'");
    assertThat(text("SELECT display_name FROM network_node WHERE node_key = 'keep'"))
        .isEqualTo("Left");
  }

  @Test
  void aStorageNodeStaysOneAndOtherRolesMayChange() {
    insert("store", "storage_node", null);
    assertThatThrownBy(
            () -> execute("UPDATE network_node SET role = 'site_node' WHERE node_key = 'store'"))
        .hasMessageContaining("cannot take another role");
    insert("moving", "site_node", null);
    execute("UPDATE network_node SET role = 'standalone' WHERE node_key = 'moving'");
    assertThat(text("SELECT role FROM network_node WHERE node_key = 'moving'"))
        .isEqualTo("standalone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://site.example", "ftp://site.example", ""})
  void aNodeIsReachedByHttpsOrNotAtAll(String address) {
    assertThatThrownBy(() -> insert("plain", "site_node", address))
        .hasMessageContaining("base_url");
  }

  @ParameterizedTest
  @CsvSource({"a b, site_node", "'', site_node", "good, hub"})
  void aKeyOrRoleThatIsNoneIsRefused(String key, String role) {
    assertThatThrownBy(() -> insert(key, role, null)).hasMessageContaining("check constraint");
  }

  private void insert(String key, String role, @Nullable String address) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO network_node (node_key, display_name, role, base_url)
                    VALUES (:key, 'Node', :role, :address)
                    """)
                .bind("key", key)
                .bind("role", role)
                .bind("address", address)
                .execute());
  }

  private void execute(String statement) {
    jdbi.useHandle(handle -> handle.execute(statement));
  }

  private String text(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  private static Map<String, String> withoutTrace(Response answer) {
    Map<String, String> seen =
        answer.headers().asList().stream()
            .filter(header -> !header.getName().equalsIgnoreCase("X-Correlation-Id"))
            .collect(Collectors.toMap(header -> header.getName(), header -> header.getValue()));
    seen.put("status", answer.statusLine());
    seen.put("body", answer.asString().replaceAll("\"trace_id\":\"[0-9a-f-]{36}\"", ""));
    return seen;
  }
}
