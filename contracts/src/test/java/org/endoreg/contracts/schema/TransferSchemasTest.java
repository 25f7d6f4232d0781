package org.endoreg.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.contracts.transfer.VideoRows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema a receiver holds a registration to is the one of the records, and it forbids what they
 * do not name. {@code -Dschemas.write=true} writes it anew.
 */
class TransferSchemasTest {
  private static final Path FOLDER = Path.of("src/main/resources/transfer-schemas");

  static Stream<Arguments> contracts() {
    return Stream.of(
        Arguments.of("registration.video.3.0", VideoRows.class),
        Arguments.of("registration.report.3.0", ReportRows.class));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void theCommittedSchemaIsTheOneOfTheRecords(String name, Class<?> rows) throws IOException {
    Path file = FOLDER.resolve(name + ".json");
    JsonNode generated = SnakeCaseJson.MAPPER.readTree(registrationWith(rows).toString());
    if (Boolean.getBoolean("schemas.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(
          file,
          SnakeCaseJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(generated)
              + "\n");
    }
    assertThat(SnakeCaseJson.MAPPER.readTree(file.toFile()))
        .as("run with -Dschemas.write=true")
        .isEqualTo(generated);
  }

  private static ObjectNode registrationWith(Class<?> rows) {
    SchemaGeneratorConfigBuilder strict =
        EventSchemas.dialect(HubEvent.class)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
    return new SchemaGenerator(strict.build())
        .generateSchema(TransferRegistration.class, new Type[] {rows});
  }
}
