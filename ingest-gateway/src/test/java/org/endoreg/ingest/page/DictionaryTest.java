package org.endoreg.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.ProblemCode;
import org.endoreg.contracts.events.WorkStage;
import org.endoreg.ingest.ledger.IngestMode;
import org.endoreg.ingest.ledger.UploadStatus;
import org.junit.jupiter.api.Test;

/** The texts of the operator page: complete, in both languages, and true to the API. */
class DictionaryTest {
  private static final Pattern VALUE = Pattern.compile("\\{\\w+}");

  private final Map<String, String> german = read("de");
  private final Map<String, String> english = read("en");

  @Test
  void bothLanguagesHaveTheSameTexts() {
    assertThat(german.keySet()).containsExactlyElementsOf(english.keySet());
  }

  @Test
  void noTextIsBlankAndBothLanguagesTakeTheSameValues() {
    english.forEach(
        (key, text) -> {
          String translated = Objects.requireNonNull(german.get(key), key);
          assertThat(List.of(text, translated)).as(key).noneMatch(String::isBlank);
          assertThat(values(translated)).as(key).isEqualTo(values(text));
        });
  }

  @Test
  void theEnglishProblemsAreTheSentencesOfTheApi() {
    assertThat(ProblemCode.values())
        .allSatisfy(
            code ->
                assertThat(english).containsEntry("problem." + code.wireName(), code.safeText()));
  }

  @Test
  void everyWordOfTheLedgerHasAText() {
    Stream<String> words =
        Stream.of(
                Arrays.stream(UploadStatus.values()).map(status -> "status." + status.wireName()),
                Arrays.stream(WorkStage.values()).map(stage -> "stage." + stage.wireName()),
                Arrays.stream(IngestMode.values()).map(mode -> "mode." + mode.wireName()),
                Arrays.stream(MediaKind.values()).map(kind -> "kind." + kind.wireName()))
            .flatMap(group -> group);

    assertThat(words).allSatisfy(word -> assertThat(english).containsKey(word));
  }

  /** The transfer hub is another service, so its words stand here as it writes them. */
  @Test
  void everyWordOfTheTransferHubHasAText() {
    Stream<String> words =
        Stream.of(
                Stream.of("marked", "queued", "registering", "awaiting_media", "uploading")
                    .map(state -> "transfer." + state),
                Stream.of("completed", "applied", "inconsistent", "failed", "cancelled")
                    .map(state -> "transfer." + state),
                Stream.of("configuration_rejection", "authorization_denial")
                    .map(failure -> "failure." + failure),
                Stream.of("integrity_inconsistency", "transient_retry")
                    .map(failure -> "failure." + failure),
                Stream.of("active", "retiring", "revoked").map(state -> "key." + state))
            .flatMap(group -> group);

    assertThat(words).allSatisfy(word -> assertThat(english).containsKey(word));
  }

  private static Set<String> values(String text) {
    Set<String> names = new TreeSet<>();
    VALUE.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static Map<String, String> read(String language) {
    String path = "/web/app/texts/" + language + ".json";
    try (InputStream json =
        Objects.requireNonNull(DictionaryTest.class.getResourceAsStream(path))) {
      return new ObjectMapper().readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (IOException unreadable) {
      throw new AssertionError(path, unreadable);
    }
  }
}
