package org.endoreg.transfer.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.endoreg.contracts.MediaKind;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.ResourceRows;
import org.endoreg.contracts.transfer.TransferRegistration;
import org.endoreg.contracts.transfer.VideoRows;
import org.endoreg.platform.json.HubJson;

/**
 * Reads a registration: first the shape by JSON Schema, then the rules between members. Answers
 * with the registration and its canonical form, or with every fault by field.
 */
@Singleton
public class RegistrationReader {
  private static final String ROWS = "resource_rows";
  private static final String KIND = "resource_kind";

  private final ObjectMapper mapper = strictMapper();
  private final JsonSchema ofVideo = schema("registration.video.3.0");
  private final JsonSchema ofReport = schema("registration.report.3.0");

  /** What became of a body. */
  public sealed interface Reading {}

  /**
   * A registration without a fault, and the one text that an exact replay has too.
   *
   * @param canonical members sorted, nothing that is absent, ASCII
   */
  public record Read(TransferRegistration<? extends ResourceRows> registration, String canonical)
      implements Reading {}

  /** Why a body is no registration: codes by field, never a value. */
  public record Refused(Map<String, List<String>> faults) implements Reading {}

  /** Reads the whole body; the caller bounds its size. */
  public Reading read(InputStream body) throws IOException {
    JsonNode tree;
    try {
      tree = mapper.readTree(body);
    } catch (JsonProcessingException malformed) {
      return refused("body", "malformed");
    }
    if (!tree.isObject()) {
      return refused("body", "not_an_object");
    }
    JsonNode kind = tree.path(KIND);
    for (MediaKind known : MediaKind.values()) {
      if (kind.isTextual() && kind.textValue().equals(known.wireName())) {
        return read(known, tree);
      }
    }
    return refused(KIND, kind.isMissingNode() ? "required" : "enum");
  }

  private Reading read(MediaKind kind, JsonNode tree) {
    Map<String, List<String>> faults =
        shapeFaults(kind == MediaKind.VIDEO ? ofVideo : ofReport, tree);
    if (!faults.isEmpty()) {
      return new Refused(faults);
    }
    TransferRegistration<? extends ResourceRows> registration;
    try {
      registration = mapper.convertValue(tree, typeOf(kind));
    } catch (IllegalArgumentException numberTooLarge) {
      return refused(ROWS, "out_of_range");
    }
    faults = RegistrationRules.faultsOf(registration);
    return faults.isEmpty() ? new Read(registration, write(registration)) : new Refused(faults);
  }

  /** A registration in the form it travels in and is compared in: its canonical text. */
  public String write(TransferRegistration<?> registration) {
    return CanonicalJson.textOf(mapper.valueToTree(registration));
  }

  private JavaType typeOf(MediaKind kind) {
    Class<?> rows = kind == MediaKind.VIDEO ? VideoRows.class : ReportRows.class;
    return mapper.getTypeFactory().constructParametricType(TransferRegistration.class, rows);
  }

  private static Map<String, List<String>> shapeFaults(JsonSchema schema, JsonNode tree) {
    Map<String, List<String>> faults = new TreeMap<>();
    for (ValidationMessage message : schema.validate(tree)) {
      faults.computeIfAbsent(fieldOf(message), unused -> new ArrayList<>()).add(message.getType());
    }
    return faults;
  }

  /**
   * The place of the fault as dotted names. The name of a member nobody knows is the sender's own
   * text, so only the place that has it is told.
   */
  private static String fieldOf(ValidationMessage message) {
    String place = message.getInstanceLocation().toString().replaceFirst("^/", "");
    String dotted = place.replace('/', '.');
    if (!message.getType().equals("required")) {
      return dotted.isEmpty() ? "body" : dotted;
    }
    return dotted.isEmpty() ? message.getProperty() : dotted + "." + message.getProperty();
  }

  private static Refused refused(String field, String code) {
    return new Refused(Map.of(field, List.of(code)));
  }

  private static ObjectMapper strictMapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    new HubJson().customize(mapper);
    mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    return mapper;
  }

  private static JsonSchema schema(String name) {
    try (InputStream text =
        TransferRegistration.class.getResourceAsStream("/transfer-schemas/" + name + ".json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              text, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
