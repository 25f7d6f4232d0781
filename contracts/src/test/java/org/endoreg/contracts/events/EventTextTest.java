package org.endoreg.contracts.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity must not travel: no member of an event can hold free text. */
class EventTextTest {

  @ParameterizedTest
  @EnumSource(EventType.class)
  void noEventHasFreeText(EventType type) {
    assertThat(freeTextIn(type.payload()))
        .as("give the member @Shape, a value type or an enum")
        .isEmpty();
  }

  @Test
  void theEnvelopeHasNoFreeText() {
    assertThat(freeTextIn(EventEnvelope.class)).isEmpty();
  }

  @Test
  void plantedFreeTextIsFound() {
    assertThat(freeTextIn(Planted.class))
        .containsExactly("Planted.comment", "Planted.notes", "Planted.tags", "Deeper.fileName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Müller, Eva", "weiblich", "FEMALE", ""})
  void aGenderIsOneOfThreeWords(String text) {
    assertThatThrownBy(() -> new Pseudonym(null, null, null, text, null, null))
        .hasMessageContaining("gender")
        .hasMessageNotContaining(text.isEmpty() ? "\0" : text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Koloskopie bei Frau Müller", "Müller", "a b", "-x", "Eva.Meier", "1961"})
  void anExaminationIsOneWord(String text) {
    assertThatThrownBy(() -> new Pseudonym(null, null, null, null, text, LocalDate.of(2026, 1, 1)))
        .hasMessageContaining("examinationName");
  }

  @Test
  void whatWasRemovedIsCountedByTermOnly() {
    AnonymizationCompleted sample =
        (AnonymizationCompleted)
            EventSamples.all().stream()
                .filter(AnonymizationCompleted.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThatThrownBy(
            () ->
                new AnonymizationCompleted(
                    sample.jobId(),
                    sample.centerKey(),
                    sample.kind(),
                    sample.sourceSha256(),
                    sample.rawBlobKey(),
                    sample.artifactBlobKey(),
                    sample.artifactSha256(),
                    1,
                    null,
                    Map.of("Eva Müller", 1),
                    0,
                    null,
                    sample.pseudonym(),
                    1,
                    null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> freeTextIn(Class<?> record) {
    List<String> found = new ArrayList<>();
    for (RecordComponent member : record.getRecordComponents()) {
      AnnotatedType type = member.getAnnotatedType();
      if (isFreeText(type)) {
        found.add(record.getSimpleName() + "." + member.getName());
      }
      if (member.getType().isRecord() && member.getType().getPackage() == record.getPackage()) {
        found.addAll(freeTextIn(member.getType()));
      }
    }
    return found;
  }

  private static boolean isFreeText(AnnotatedType type) {
    if (type.getType() == String.class || type.getType() == CharSequence.class) {
      return !type.isAnnotationPresent(Shape.class);
    }
    if (type.getType() == Object.class) {
      return true;
    }
    if (type instanceof AnnotatedParameterizedType container) {
      return List.of(container.getAnnotatedActualTypeArguments()).stream()
          .anyMatch(EventTextTest::isFreeText);
    }
    return false;
  }

  private record Planted(
      String comment,
      @Shape(Shape.TERM) String term,
      Map<String, Integer> notes,
      List<String> tags,
      Deeper deeper) {}

  private record Deeper(String fileName) {}
}
