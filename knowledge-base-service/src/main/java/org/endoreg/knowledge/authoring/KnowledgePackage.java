package org.endoreg.knowledge.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A fixture tree with a name and a version. The pair identifies the content for ever: the same pair
 * with another digest is a mistake of the author, not an update.
 */
public record KnowledgePackage(String module, String version, FixtureTree tree) {
  /** File at the root of a tree that names it. */
  public static final String MANIFEST = "package.yaml";

  /** The package whose manifest lies in this folder. */
  public static KnowledgePackage in(Path folder) {
    try {
      YamlValue manifest = YamlReader.read(Files.readAllBytes(folder.resolve(MANIFEST)));
      return new KnowledgePackage(
          text(manifest, "name"), text(manifest, "version"), FixtureTree.below(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("the package manifest cannot be read", e);
    } catch (YamlFault e) {
      throw new IllegalArgumentException(
          new Location(MANIFEST, e.line()) + " " + e.getMessage(), e);
    }
  }

  private static String text(YamlValue manifest, String field) {
    Optional<String> text =
        manifest instanceof YamlValue.Fields fields
                && fields.get(field) instanceof YamlValue.Text value
            ? Optional.of(value.text())
            : Optional.empty();
    return text.filter(value -> !value.isBlank())
        .orElseThrow(
            () -> new IllegalArgumentException(MANIFEST + " needs '" + field + "' as quoted text"));
  }
}
