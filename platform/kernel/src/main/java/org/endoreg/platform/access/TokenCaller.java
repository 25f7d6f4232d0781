package org.endoreg.platform.access;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified token speaks of. Rights come from the token of this very request: realm roles and
 * roles of this suite's own client, and the center groups. A user is issuer and subject; the user
 * name is for display only.
 */
final class TokenCaller {
  private static final String ACCESS_TOKEN = "Bearer";

  private final String clientId;
  private final boolean legacyRoles;
  private final KnownCenters centers;

  TokenCaller(String clientId, boolean legacyRoles, KnownCenters centers) {
    this.clientId = clientId;
    this.legacyRoles = legacyRoles;
    this.centers = centers;
  }

  /**
   * The caller.
   *
   * @throws ProblemException {@code unauthenticated} for another kind of token, or a code that says
   *     what is wrong with the center groups
   */
  Caller of(JsonWebToken token) {
    @Nullable Object type = token.getClaim("typ");
    if (type != null && !ACCESS_TOKEN.equals(plain(type))) {
      throw new ProblemException(ProblemCode.UNAUTHENTICATED);
    }
    Set<String> roles = roles(token);
    Set<Capability> capabilities = RoleGrants.of(roles, legacyRoles);
    Set<CenterKey> known = centers.all();
    Set<CenterKey> own = CenterGroups.read(token.getClaim("groups"), known);
    boolean everywhere = capabilities.contains(Capability.CENTER_SCOPE_GLOBAL_ADMIN);
    return new Caller(
        Caller.Kind.USER,
        token.getIssuer() + "#" + token.getSubject(),
        displayName(token),
        roles,
        capabilities,
        new CenterScope(everywhere ? known : own));
  }

  private Set<String> roles(JsonWebToken token) {
    Set<String> roles = new HashSet<>(rolesOf(token.getClaim("realm_access")));
    @Nullable Object clients = token.getClaim("resource_access");
    if (clients instanceof JsonObject byClient) {
      roles.addAll(rolesOf(byClient.get(clientId)));
    }
    return roles;
  }

  private static Set<String> rolesOf(@Nullable Object access) {
    return access instanceof JsonObject object
        ? CenterGroups.strings(object.get("roles"))
        : Set.of();
  }

  private static String displayName(JsonWebToken token) {
    @Nullable Object name = token.getClaim("preferred_username");
    return name == null ? "" : plain(name);
  }

  private static String plain(Object claim) {
    return claim instanceof JsonValue json && json.getValueType() == JsonValue.ValueType.STRING
        ? ((jakarta.json.JsonString) json).getString()
        : claim.toString();
  }
}
