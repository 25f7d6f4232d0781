package org.endoreg.knowledge.terminology;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Names and descriptions of a definition in every language its author wrote. Nothing is dropped on
 * the way in; a reader who asks for a language that is missing gets English, then German.
 *
 * @param names display name by two-letter language code
 * @param descriptions description by language code; the code {@link #ANY} holds the one without
 */
public record Labels(Map<String, String> names, Map<String, String> descriptions) {
  /** Language code of a description written without a language. */
  public static final String ANY = "";

  /** No label in any language. */
  public static final Labels NONE = new Labels(Map.of(), Map.of());

  public Labels {
    names = Collections.unmodifiableMap(new TreeMap<>(names));
    descriptions = Collections.unmodifiableMap(new TreeMap<>(descriptions));
  }

  /** The display name in this language, else in English, else in German. */
  public Optional<String> name(String language) {
    return firstOf(names, Stream.of(language, "en", "de"));
  }

  /** The description in this language, else English, else German, else the one without language. */
  public Optional<String> description(String language) {
    return firstOf(descriptions, Stream.of(language, "en", "de", ANY));
  }

  /** These labels with the given ones on top; a language not given keeps its text. */
  public Labels overlaidBy(Labels given) {
    return new Labels(overlay(names, given.names), overlay(descriptions, given.descriptions));
  }

  private static Map<String, String> overlay(Map<String, String> base, Map<String, String> top) {
    Map<String, String> both = new TreeMap<>(base);
    both.putAll(top);
    return both;
  }

  private static Optional<String> firstOf(Map<String, String> texts, Stream<String> languages) {
    return languages
        .flatMap(language -> Optional.ofNullable(texts.get(language)).stream())
        .findFirst();
  }
}
