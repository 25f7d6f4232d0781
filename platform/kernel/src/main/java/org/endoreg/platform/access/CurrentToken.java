package org.endoreg.platform.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The verified token of the current request; the OIDC extension has checked it by then. */
@ApplicationScoped
class CurrentToken {
  private final SecurityIdentity identity;

  CurrentToken(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** Empty when nobody signed in. */
  Optional<JsonWebToken> get() {
    return identity.isAnonymous()
        ? Optional.empty()
        : Optional.of(identity.getPrincipal())
            .filter(JsonWebToken.class::isInstance)
            .map(JsonWebToken.class::cast);
  }
}
