package org.endoreg.platform.access;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.Deployments;
import org.jspecify.annotations.Nullable;

/** Verified tokens as the OIDC extension hands them over. */
final class Tokens {
  private Tokens() {}

  /** A deployment whose users sign in. */
  static Deployment deployment() {
    return Deployments.with(
        Map.of(
            "endoreg.role", "site_node",
            "endoreg.centers", "ulm",
            "endoreg.protected-root", "/srv/endoreg",
            "endoreg.oidc.enabled", "true",
            "endoreg.oidc.issuer", "https://id.example/realms/endoreg",
            "kafka.security.protocol", "SSL"));
  }

  /** With these realm roles, separated by blanks, in these centers. */
  static JsonWebToken of(String roles, String... centers) {
    Map<String, Object> claims = claims();
    claims.put("realm_access", access(roles));
    claims.put("groups", Set.copyOf(List.of(centers).stream().map(c -> "/centers/" + c).toList()));
    return token(claims);
  }

  static Map<String, Object> claims() {
    return new HashMap<>(
        Map.of("iss", "https://id.example/realms/endoreg", "sub", "7f1c", "typ", "Bearer"));
  }

  static JsonObject access(String roles) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    List.of(roles.split(" ", -1)).forEach(array::add);
    return Json.createObjectBuilder().add("roles", array).build();
  }

  static JsonWebToken token(Map<String, Object> claims) {
    return new JsonWebToken() {
      @Override
      public String getName() {
        return "7f1c";
      }

      @Override
      public Set<String> getClaimNames() {
        return claims.keySet();
      }

      @Override
      @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
      public <T> @Nullable T getClaim(String name) {
        return (T) claims.get(name);
      }
    };
  }
}
