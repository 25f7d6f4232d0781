package org.endoreg.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.endoreg.contracts.Capability;
import org.endoreg.contracts.CenterKey;
import org.endoreg.platform.problem.Problem;
import org.endoreg.platform.startup.Deployments;
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

  private static Callers localOperator() {
    return new Callers(Deployments.standaloneOf("ulm"));
  }

  private static Callers callerWith(Set<Capability> capabilities) {
    return new Callers(Deployments.standaloneOf("ulm")) {
      @Override
      public Caller current() {
        return new Caller("someone", capabilities, new CenterScope(Set.of()));
      }
    };
  }

  private static void assertRefused(Optional<Response> answer) {
    assertThat(answer).isPresent();
    assertThat(answer.orElseThrow().getStatus()).isEqualTo(403);
    assertThat(answer.orElseThrow().getEntity()).isInstanceOf(Problem.class);
  }

  private static Optional<Response> answer(
      Callers callers, String route, Map<String, String> headers) throws Exception {
    Method method = Routes.class.getDeclaredMethod(route);
    return new AccessFilter(callers)
        .refuse(
            only(ContainerRequestContext.class, "getHeaderString", headers),
            only(ResourceInfo.class, "getResourceMethod", Map.of("", method)));
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
