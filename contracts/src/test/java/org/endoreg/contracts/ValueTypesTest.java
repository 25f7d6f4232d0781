package org.endoreg.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.IngestFolder;
import org.endoreg.contracts.events.Topic;
import org.endoreg.contracts.events.WorkStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
  private static final UUID ID = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");

  @ParameterizedTest
  @ValueSource(strings = {"a", "local", "uk_ulm-2", "-", "0123456789", "___"})
  void aSlugIsACenterKey(String text) {
    assertThat(CenterKey.accepts(text)).isTrue();
    assertThat(new CenterKey(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Local", "a b", "a/b", "..", "ä", "a\n", "a\u0000", "%2e"})
  void anythingElseIsNoCenterKey(String text) {
    assertThat(CenterKey.accepts(text)).isFalse();
    assertThatThrownBy(() -> new CenterKey(text)).hasMessage("not a center key");
  }

  @Test
  void aCenterKeyHasAtMost63Characters() {
    assertThat(CenterKey.accepts("a".repeat(63))).isTrue();
    assertThat(CenterKey.accepts("a".repeat(64))).isFalse();
  }

  @Test
  void aDigestIs64LowerCaseHexadecimalDigits() {
    assertThat(Sha256.of(new byte[32])).isEqualTo(new Sha256("0".repeat(64)));
    for (String text : List.of("0".repeat(63), "0".repeat(65), "A".repeat(64), "g".repeat(64))) {
      assertThatThrownBy(() -> new Sha256(text)).hasMessage("not a SHA-256 digest");
    }
    assertThatThrownBy(() -> Sha256.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(BlobKey.Role.class)
  void aBlobKeyNamesRoleCenterAndId(BlobKey.Role role) {
    BlobKey key = BlobKey.of(role, new CenterKey("ulm"), ID);
    assertThat(key.value()).endsWith("/ulm/" + ID);
    assertThat(key.center()).isEqualTo(new CenterKey("ulm"));
    assertThat(new BlobKey(key.value())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "raw/ulm/report.pdf",
        "raw/../0190a1b2-0000-7000-8000-000000000001",
        "other/ulm/0190a1b2-0000-7000-8000-000000000001",
        "raw/Ulm/0190a1b2-0000-7000-8000-000000000001",
        "raw/ulm/0190A1B2-0000-7000-8000-000000000001",
        "/raw/ulm/0190a1b2-0000-7000-8000-000000000001",
        "raw/ulm/0190a1b2-0000-7000-8000-000000000001/x"
      })
  void aPathIsNoBlobKey(String text) {
    assertThatThrownBy(() -> new BlobKey(text)).hasMessage("not a blob key");
  }

  @ParameterizedTest
  @CsvSource({
    "standalone,STANDALONE",
    "site_node,SITE_NODE",
    "central_hub,CENTRAL_HUB",
    "local_study_server,LOCAL_STUDY_SERVER"
  })
  void aRoleIsFoundByItsExactName(String name, DeploymentRole role) {
    assertThat(DeploymentRole.named(name)).contains(role);
    assertThat(role.wireName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Standalone", "standalone ", "hub", "site-node"})
  void aTypingErrorIsNoRole(String name) {
    assertThat(DeploymentRole.named(name)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("closedNames")
  void namesInJsonAreReadBackAndNothingElse(
      Enum<?> constant, String name, Function<String, Enum<?>> parse) {
    assertThat(name).matches("[a-z_-]+");
    assertThat(parse.apply(name)).isSameAs(constant);
    assertThatThrownBy(() -> parse.apply(name + "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse.apply(name.toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> closedNames() {
    return Stream.of(
            named(MediaKind.values(), MediaKind::wireName, MediaKind::of),
            named(IngestFolder.values(), IngestFolder::folderName, IngestFolder::of),
            named(WorkStage.values(), WorkStage::wireName, WorkStage::of),
            named(ProblemCode.values(), ProblemCode::wireName, ProblemCode::of))
        .flatMap(Function.identity());
  }

  private static <E extends Enum<E>> Stream<Arguments> named(
      E[] constants, Function<E, String> name, Function<String, Enum<?>> parse) {
    return Arrays.stream(constants).map(one -> Arguments.of(one, name.apply(one), parse));
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void anEventTypeIsFoundByItsNameAndItsRecord(EventType type) {
    assertThat(EventType.named(type.wireName())).contains(type);
    assertThat(EventType.named(type.wireName() + "2")).isEmpty();
    assertThat(Arrays.stream(EventType.values()).filter(t -> t.payload() == type.payload()))
        .containsExactly(type);
  }

  @Test
  void topicsAreDistinctAndVersioned() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.endsWith(".v1"));
  }

  @ParameterizedTest
  @EnumSource(ProblemCode.class)
  void everyProblemHasAnErrorStatusAndASentenceWithoutPlaceholders(ProblemCode code) {
    assertThat(code.status()).isBetween(400, 599);
    assertThat(code.safeText()).isNotBlank().doesNotContain("%", "{", "\n");
  }

  @Test
  void capabilitiesHaveDistinctRoleNames() {
    assertThat(Arrays.stream(Capability.values()).map(Capability::roleName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z_]+:[a-z_]+"));
  }
}
