package org.endoreg.stack.suite;

import java.util.List;
import java.util.Optional;

/** Where the people and commands of a suite sign in. */
public sealed interface SignIn {

  /** The issuer their tokens name; empty when nobody signs in. */
  Optional<String> issuer();

  /** Nobody does: whoever sits at the machine is the operator. */
  record Nobody() implements SignIn {
    @Override
    public Optional<String> issuer() {
      return Optional.empty();
    }
  }

  /** A Keycloak of the suite's own, which keeps realms of guests beside the suite's. */
  record OwnKeycloak(int port, List<Guest> guests) implements SignIn {
    /** The realm of the suite itself. */
    static final String REALM = "endoreg";

    @Override
    public Optional<String> issuer() {
      return Optional.of(issuerOf(REALM));
    }

    /** The issuer of one of its realms. */
    public String issuerOf(String realm) {
      return "http://127.0.0.1:" + port + "/realms/" + realm;
    }
  }

  /** The realm another suite's Keycloak keeps for this one. */
  record Elsewhere(String realmIssuer) implements SignIn {
    @Override
    public Optional<String> issuer() {
      return Optional.of(realmIssuer);
    }
  }

  /**
   * A suite whose realm is kept here.
   *
   * @param realm name of its realm
   * @param folder where its secrets are
   * @param origins addresses its page is opened under
   */
  record Guest(String realm, SuiteFolder folder, List<String> centers, List<String> origins) {}
}
