package org.endoreg.knowledge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.endoreg.backing.BackingTestResource;
import org.endoreg.knowledge.authoring.KnowledgePackage;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(BackingTestResource.class)
class BaseVocabularyTest {
  private final BaseVocabulary vocabulary;
  private final Jdbi jdbi;

  BaseVocabularyTest(BaseVocabulary vocabulary, Jdbi jdbi) {
    this.vocabulary = vocabulary;
    this.jdbi = jdbi;
  }

  @Test
  void aVersionIsLoadedOnceAndKeepsItsIdsInTheNext(@TempDir Path folder) throws IOException {
    KnowledgePackage first = written(folder, "idempotent", "1", "eins", "[test_b]");
    assertThat(vocabulary.load(first)).isTrue();
    List<Integer> ids = ids();
    assertThat(vocabulary.load(first)).isFalse();

    assertThat(vocabulary.load(written(folder, "idempotent", "2", "zwei", "[]"))).isTrue();
    assertThat(ids()).isEqualTo(ids);
    assertThat(label()).isEqualTo("zwei");
  }

  @Test
  void oneVersionWithTwoContentsIsRefused(@TempDir Path folder) throws IOException {
    vocabulary.load(written(folder, "immutable", "1", "eins", "[test_b]"));
    KnowledgePackage changed = written(folder, "immutable", "1", "anders", "[test_b]");
    assertThatThrownBy(() -> vocabulary.load(changed))
        .hasMessageContaining("immutable 1 is loaded with other content");
  }

  @Test
  void aFaultyPackageLeavesNothingBehind(@TempDir Path folder) throws IOException {
    KnowledgePackage faulty = written(folder, "faulty", "1", "fehlt", "[test_missing]");
    assertThatThrownBy(() -> vocabulary.load(faulty))
        .hasMessageContaining("requirement_set/s.yaml:6");
    int loaded =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM kb_package WHERE module = 'faulty'")
                    .mapTo(Integer.class)
                    .one());
    assertThat(loaded).isZero();
  }

  private static KnowledgePackage written(
      Path folder, String module, String version, String label, String links) throws IOException {
    Files.createDirectories(folder.resolve("requirement_set"));
    Files.writeString(
        folder.resolve("package.yaml"), "name: \"" + module + "\"\nversion: \"" + version + "\"\n");
    Files.writeString(
        folder.resolve("requirement_set/s.yaml"),
        """
        - fields: {name: "test_b"}
        - fields:
            name: "test_a"
            name_de: "%s"
            links_to_sets:
              %s
        """
            .formatted(label, links));
    return KnowledgePackage.in(folder);
  }

  private List<Integer> ids() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT id FROM kb_definition WHERE name IN ('test_a', 'test_b') ORDER BY name")
                .mapTo(Integer.class)
                .list());
  }

  private String label() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT names ->> 'de' FROM kb_definition WHERE name = 'test_a'")
                .mapTo(String.class)
                .one());
  }
}
