package org.endoreg.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventSamples;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.HubEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a compatible change of a record, {@code mvn test -pl contracts -Dschemas.write=true} writes
 * the schemas anew; a change that breaks readers is never written.
 */
class EventSchemasTest {
  private static final Path FOLDER = Path.of("src/main/resources/schemas");

  @ParameterizedTest
  @EnumSource(EventType.class)
  void noEventBreaksTheCommittedSchema(EventType type) throws IOException {
    assumeThat(Files.exists(file(type))).as("a new type breaks nobody").isTrue();
    assertThat(SchemaBreaks.between(committed(type), EventSchemas.of(type)))
        .as("give the event a new type or a nullable member instead")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void theCommittedSchemaIsTheOneOfTheRecord(EventType type) throws IOException {
    ObjectNode generated = EventSchemas.of(type);
    if (Boolean.getBoolean("schemas.write")) {
      writeUnlessItBreaks(type, generated);
    }
    assertThat(Files.exists(file(type))).as("run with -Dschemas.write=true once").isTrue();
    assertThat(committed(type)).as("run with -Dschemas.write=true").isEqualTo(generated);
  }

  @Test
  void everySchemaOnDiskBelongsToAnEvent() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.toList())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(EventType.values()).map(EventSchemasTest::file).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatAServiceSendsIsValid(HubEvent event) throws IOException {
    assertThat(faults(event, SnakeCaseJson.MAPPER.valueToTree(EventSamples.inEnvelope(event))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aMissingOrMisshapenMemberIsNotValid(HubEvent event) throws IOException {
    ObjectNode withoutCenter = SnakeCaseJson.MAPPER.valueToTree(EventSamples.inEnvelope(event));
    withoutCenter.remove("center_key");
    ObjectNode strangeCenter = SnakeCaseJson.MAPPER.valueToTree(EventSamples.inEnvelope(event));
    ((ObjectNode) strangeCenter.get("payload")).put("center_key", "Klinik Süd");
    ObjectNode otherType = SnakeCaseJson.MAPPER.valueToTree(EventSamples.inEnvelope(event));
    otherType.put("type", "upload-job.renamed");

    assertThat(faults(event, withoutCenter)).hasSize(1);
    assertThat(faults(event, strangeCenter)).hasSize(1);
    assertThat(faults(event, otherType)).hasSize(1);
  }

  @Test
  void samplesExistForEveryType() {
    assertThat(samples().map(EventType::of)).containsAll(EnumSet.allOf(EventType.class));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRecordReadsWhatItWrote(HubEvent event) throws IOException {
    String text = SnakeCaseJson.MAPPER.writeValueAsString(event);
    assertThat(SnakeCaseJson.MAPPER.readValue(text, EventType.of(event).payload()))
        .isEqualTo(event);
  }

  static Stream<HubEvent> samples() {
    return EventSamples.all().stream();
  }

  private static List<String> faults(HubEvent event, JsonNode record) throws IOException {
    Set<ValidationMessage> messages =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                committed(EventType.of(event)),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
            .validate(record.toString(), InputFormat.JSON);
    return messages.stream().map(ValidationMessage::getMessage).toList();
  }

  private static void writeUnlessItBreaks(EventType type, ObjectNode generated) throws IOException {
    if (Files.exists(file(type)) && !SchemaBreaks.between(committed(type), generated).isEmpty()) {
      return;
    }
    Files.createDirectories(FOLDER);
    Files.writeString(
        file(type),
        SnakeCaseJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(generated) + "\n");
  }

  private static JsonNode committed(EventType type) throws IOException {
    return SnakeCaseJson.MAPPER.readTree(file(type).toFile());
  }

  private static Path file(EventType type) {
    return FOLDER.resolve(type.wireName() + ".v" + EventEnvelope.SCHEMA_VERSION + ".json");
  }
}
