package org.endoreg.contracts.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.endoreg.contracts.BlobKey;
import org.endoreg.contracts.CenterKey;
import org.endoreg.contracts.Sha256;
import org.endoreg.contracts.events.EventEnvelope;
import org.endoreg.contracts.events.EventType;
import org.endoreg.contracts.events.HubEvent;
import org.endoreg.contracts.events.Shape;
import org.endoreg.contracts.transfer.AtLeast;
import org.endoreg.contracts.transfer.EmptyWhenMissing;
import org.endoreg.contracts.transfer.SourceId;
import org.endoreg.contracts.transfer.Wording;
import org.jspecify.annotations.Nullable;

/** Derives the schema of an event, in its envelope, from the records. */
final class EventSchemas {
  private static final Map<Class<?>, String> PATTERNS =
      Map.of(
          CenterKey.class, CenterKey.PATTERN,
          Sha256.class, Sha256.PATTERN,
          BlobKey.class, BlobKey.PATTERN);
  private static final Map<Class<?>, String> FORMATS =
      Map.of(UUID.class, "uuid", Instant.class, "date-time", LocalDate.class, "date");

  private EventSchemas() {}

  static ObjectNode of(EventType type) {
    ObjectNode schema = ofRecord(EventEnvelope.class, type.payload());
    schema.put("title", type.wireName());
    ((ObjectNode) schema.at("/properties/type")).put("const", type.wireName());
    return schema;
  }

  /**
   * The schema of any record; a member of type {@link HubEvent} is described by {@code payload}.
   */
  static ObjectNode ofRecord(Class<?> whole, Class<?> payload) {
    return new SchemaGenerator(dialect(payload).build()).generateSchema(whole);
  }

  /** How records of the wire are described; unknown members are allowed. */
  static SchemaGeneratorConfigBuilder dialect(Class<?> payload) {
    SchemaGeneratorConfigBuilder builder =
        new SchemaGeneratorConfigBuilder(
                SnakeCaseJson.MAPPER, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS);
    builder
        .forFields()
        .withPropertyNameOverrideResolver(field -> SnakeCaseJson.nameOf(field.getDeclaredName()))
        .withNullableCheck(EventSchemas::isNullable)
        .withRequiredCheck(field -> !isNullable(field) && !mayBeMissing(field))
        .withInstanceAttributeOverride((node, field, context) -> addShape(node, field));
    builder
        .forTypesInGeneral()
        .withCustomDefinitionProvider((type, context) -> definition(type, context, payload));
    return builder;
  }

  private static boolean isNullable(FieldScope field) {
    return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean mayBeMissing(FieldScope field) {
    return field.getRawMember().getAnnotatedType().isAnnotationPresent(EmptyWhenMissing.class);
  }

  private static void addShape(ObjectNode node, FieldScope field) {
    AnnotatedType type = field.getRawMember().getAnnotatedType();
    @Nullable Shape shape = type.getAnnotation(Shape.class);
    if (shape != null) {
      node.put("pattern", shape.value());
    }
    @Nullable AtLeast least = type.getAnnotation(AtLeast.class);
    if (least != null) {
      node.put("minimum", least.value());
    }
    if (type instanceof AnnotatedParameterizedType map
        && field.getRawMember().getType() == Map.class) {
      @Nullable Shape keys = map.getAnnotatedActualTypeArguments()[0].getAnnotation(Shape.class);
      if (keys != null) {
        node.putObject("propertyNames").put("pattern", keys.value());
      }
    }
  }

  private static @Nullable CustomDefinition definition(
      ResolvedType type, SchemaGenerationContext context, Class<?> payload) {
    Class<?> raw = type.getErasedType();
    ObjectNode node = context.getGeneratorConfig().createObjectNode();
    if (raw == HubEvent.class) {
      return inline(context.createDefinition(context.getTypeContext().resolve(payload)));
    }
    if (PATTERNS.containsKey(raw)) {
      return inline(node.put("type", "string").put("pattern", PATTERNS.get(raw)));
    }
    if (FORMATS.containsKey(raw)) {
      return inline(node.put("type", "string").put("format", FORMATS.get(raw)));
    }
    if (raw == SourceId.class) {
      node.putArray("type").add("integer").add("string");
      return inline(node.put("pattern", Wording.SOURCE_ID).put("minimum", 0));
    }
    if (raw == Map.class) {
      node.put("type", "object");
      node.set("additionalProperties", context.createDefinition(type.getTypeParameters().get(1)));
      return inline(node);
    }
    return raw.isEnum() ? inline(withValues(node, raw)) : null;
  }

  private static ObjectNode withValues(ObjectNode node, Class<?> enumeration) {
    ArrayNode values = node.put("type", "string").putArray("enum");
    for (Object constant : enumeration.getEnumConstants()) {
      values.add(SnakeCaseJson.MAPPER.<JsonNode>valueToTree(constant));
    }
    return node;
  }

  private static CustomDefinition inline(ObjectNode node) {
    return new CustomDefinition(
        node, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
  }
}
