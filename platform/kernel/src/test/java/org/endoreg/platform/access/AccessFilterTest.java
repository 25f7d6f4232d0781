package org.endoreg.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.startup.Deployment;
import org.endoreg.platform.startup.Deployments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFilterTest {
  private static final Map<String, String> SAME_SITE =
      Map.of("Host", "127.0.0.1:18080", "Origin", "http://127.0.0.1:18080");

  @Test
  void theLocalOperatorPassesARouteThatNamesACapability() throws Exception {
    assertThat(answer(localOperator(), "open", SAME_SITE)).isEmpty();
  }

  @Test
  void aRouteThatNamesNoCapabilityAnswersNobody() throws Exception {
    assertRefused(answer(localOperator(), "forgotten", SAME_SITE));
  }

  @Test
  void aCallerWithoutTheCapabilityIsRefused() throws Exception {
    assertRefused(answer(callerWith(Set.of(Capability.VIDEO_READ)), "open", SAME_SITE));
    assertThat(answer(callerWith(Set.of(Capability.UPLOAD_READ)), "open", SAME_SITE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        "http://127.0.0.1",
        "not an origin"
      })
  void aPageOfAnotherOriginIsRefused(String origin) throws Exception {
    assertRefused(
        answer(localOperator(), "open", Map.of("Host", "127.0.0.1:18080", "Origin", origin)));
  }

  @Test
  void anOriginWithoutAHostIsRefused() throws Exception {
    assertRefused(answer(localOperator(), "open", Map.of("Origin", "http://127.0.0.1:18080")));
  }

  @Test
  void aScopeCoversItsCentersOnly() {
    CenterScope scope = CenterScope.of(new CenterKey("ulm"));
    assertThat(scope.covers(new CenterKey("ulm"))).isTrue();
    assertThat(scope.covers(new CenterKey("aachen"))).isFalse();
    assertThat(scope.keys()).containsExactly("ulm");
  }

  @Test
  void whoDidNotSignInIsSentToSignInWhateverTheRoute() throws Exception {
    for (String route : java.util.List.of("open", "forgotten")) {
      Response answer = answer(signedIn(null), route, Map.of()).orElseThrow();
      assertThat(answer.getStatus()).isEqualTo(401);
      assertThat(answer.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void aHostOfItsOwnIsFineWhereSignInProtects() throws Exception {
    Callers callers = signedIn(Tokens.of("upload:read", "ulm"));
    assertThat(answer(callers, "open", Map.of("Host", "hub.example"), HUB)).isEmpty();
    assertRefused(answer(localOperator(), "open", Map.of("Host", "hub.example")));
  }

  private static final Deployment HUB = Tokens.deployment();
  private static final SecurityIdentity NOBODY =
      QuarkusSecurityIdentity.builder().setAnonymous(true).build();

  private static Callers localOperator() {
    return new Callers(
        Deployments.standaloneOf("ulm"),
        Deployments.settings(Map.of()),
        () -> Set.of(new CenterKey("ulm")),
        new CurrentToken(NOBODY, Tokens.of("")),
        new RequestCaller());
  }

  private static Callers signedIn(@Nullable JsonWebToken token) {
    return new Callers(
        HUB,
        Deployments.settings(Map.of()),
        () -> Set.of(new CenterKey("ulm")),
        new CurrentToken(NOBODY, Tokens.of("")) {
          @Override
          Optional<JsonWebToken> get() {
            return Optional.ofNullable(token);
          }
        },
        new RequestCaller());
  }

  private static Callers callerWith(Set<Capability> capabilities) {
    return signedIn(
        Tokens.of(
            capabilities.stream()
                .map(Capability::roleName)
                .collect(java.util.stream.Collectors.joining(" ")),
            "ulm"));
  }

  private static void assertRefused(Optional<Response> answer) {
    assertThat(answer).isPresent();
    assertThat(answer.orElseThrow().getStatus()).isEqualTo(403);
    assertThat(answer.orElseThrow().getEntity()).isInstanceOf(Problem.class);
  }

  private static Optional<Response> answer(
      Callers callers, String route, Map<String, String> headers) throws Exception {
    return answer(callers, route, headers, Deployments.standaloneOf("ulm"));
  }

  private static Optional<Response> answer(
      Callers callers, String route, Map<String, String> headers, Deployment deployment)
      throws Exception {
    Method method = Routes.class.getDeclaredMethod(route);
    return new AccessFilter(callers, AccessFilterTest::noNodes, deployment)
        .refuse(
            only(ContainerRequestContext.class, "getHeaderString", headers),
            only(ResourceInfo.class, "getResourceMethod", Map.of("", method)));
  }

  private static NodeAuthentication noNodes() {
    throw new IllegalStateException("this service serves no node");
  }

  /**
   * An instance that answers one method: with the value of the argument, or with the only value.
   */
  private static <T> T only(Class<T> type, String method, Map<String, ?> answers) {
    Object made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertThat(called.getName()).isEqualTo(method);
              return answers.get(arguments == null ? "" : arguments[0].toString());
            });
    return type.cast(made);
  }

  private static final class Routes {
    @Needs(Capability.UPLOAD_READ)
    @SuppressWarnings("unused")
    void open() {}

    @SuppressWarnings("unused")
    void forgotten() {}
  }
}
