package org.endoreg.platform.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The verified token of the current request; the OIDC extension has checked it by then. */
@ApplicationScoped
class CurrentToken {
  private final SecurityIdentity identity;
  private final JsonWebToken accessToken;

  CurrentToken(SecurityIdentity identity, JsonWebToken accessToken) {
    this.identity = identity;
    this.accessToken = accessToken;
  }

  /** The access token, sent along or kept in the session; empty when nobody signed in. */
  Optional<JsonWebToken> get() {
    return identity.isAnonymous() ? Optional.empty() : Optional.of(accessToken);
  }
}
