package org.endoreg.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCallerTest {
  private static final CenterKey ULM = new CenterKey("ulm");
  private static final CenterKey AACHEN = new CenterKey("aachen");
  private final TokenCaller tokens =
      new TokenCaller("endoreg-hub", false, () -> Set.of(ULM, AACHEN));

  @Test
  void rolesAndCentersComeFromTheToken() {
    Caller caller = tokens.of(Tokens.of("patient:write ops:read", "ulm"));
    assertThat(caller.scope().centers()).containsExactly(ULM);
    assertThat(caller.capabilities())
        .containsExactlyInAnyOrder(
            Capability.PATIENT_WRITE,
            Capability.PATIENT_READ,
            Capability.REPORT_READ,
            Capability.REPORT_WRITE,
            Capability.UPLOAD_WRITE,
            Capability.UPLOAD_READ,
            Capability.OPS_READ);
    assertThat(caller.subject()).isEqualTo("https://id.example/realms/endoreg#7f1c");
  }

  @Test
  void noGroupIsNoCenterAndTwoAreTwo() {
    assertThat(tokens.of(Tokens.of("ops:read")).scope().centers()).isEmpty();
    assertThat(tokens.of(Tokens.of("ops:read", "ulm", "aachen")).scope().centers())
        .containsExactlyInAnyOrder(ULM, AACHEN);
  }

  @Test
  void onlyTheExplicitGrantSeesEveryCenter() {
    assertThat(tokens.of(Tokens.of("center_scope:admin", "ulm")).scope().centers())
        .containsExactly(ULM);
    assertThat(tokens.of(Tokens.of("center_scope:global_admin")).scope().centers())
        .containsExactlyInAnyOrder(ULM, AACHEN);
  }

  @Test
  void aRoleOfAnotherClientGivesNothing() {
    Map<String, Object> claims = Tokens.claims();
    claims.put("groups", List.of("/centers/ulm"));
    claims.put(
        "resource_access",
        Json.createObjectBuilder()
            .add("other-client", Tokens.access("patient:write"))
            .add("endoreg-hub", Tokens.access("video:read"))
            .build());
    assertThat(tokens.of(Tokens.token(claims)).capabilities())
        .containsExactly(Capability.VIDEO_READ);
  }

  @Test
  void aClaimThatIsMissingOrMalformedSignsNobodyIn() {
    Map<String, Object> claims = Tokens.claims();
    assertRefused(claims, ProblemCode.MISSING_GROUPS_CLAIM);
    for (Object malformed :
        List.of(
            "/centers/ulm",
            List.of(1),
            List.of("/centers"),
            List.of("/centers/"),
            List.of("/centers/ulm/ward"),
            List.of("/centers/Ulm"))) {
      claims.put("groups", malformed);
      assertRefused(claims, ProblemCode.MALFORMED_GROUPS_CLAIM);
    }
    claims.put("groups", List.of("/centers/ulm", "/centers/atlantis"));
    assertRefused(claims, ProblemCode.UNKNOWN_CENTER_KEYS);
    claims.put("groups", List.of("/staff", "/centersish/ulm"));
    assertThat(tokens.of(Tokens.token(claims)).scope().centers()).isEmpty();
  }

  @Test
  void anIdTokenIsNoAccessToken() {
    Map<String, Object> claims = Tokens.claims();
    claims.put("groups", List.of());
    claims.put("typ", "ID");
    assertRefused(claims, ProblemCode.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @CsvSource({
    "endoregdb_user, VIDEO_WRITE, true",
    "endoregdb_user, PHI_READ, false",
    "data:read, VIDEO_READ, true",
    "data:read, VIDEO_WRITE, false",
    "data:write, VIDEO_READ, true",
    "data:write, CENTER_SCOPE_ADMIN, false",
    "data:write, RAW_MEDIA_READ, false",
    "phi:read, PHI_READ, true"
  })
  void broadRolesOfTheReferenceCountOnlyWhereTheyAreTurnedOn(
      String role, Capability capability, boolean legacyGives) {
    Set<String> roles = Set.of(role);
    assertThat(RoleGrants.of(roles, true).contains(capability)).isEqualTo(legacyGives);
    boolean exact = role.equals(capability.roleName());
    assertThat(RoleGrants.of(roles, false).contains(capability)).isEqualTo(exact);
    assertThat(RoleGrants.onlyByLegacy(capability, roles)).isEqualTo(legacyGives && !exact);
  }

  @Test
  void everyRoleNameGivesItsCapability() {
    for (Capability capability : EnumSet.allOf(Capability.class)) {
      assertThat(RoleGrants.of(Set.of(capability.roleName()), false)).contains(capability);
    }
  }

  private void assertRefused(Map<String, Object> claims, ProblemCode code) {
    assertThatThrownBy(() -> tokens.of(Tokens.token(claims)))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
