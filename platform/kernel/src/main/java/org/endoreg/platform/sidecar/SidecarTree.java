package org.endoreg.platform.sidecar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The bytes of a sidecar as a tree, within bounds a stranger cannot exceed: depth, number of values
 * and no key twice. YAML builds no objects, and its numbers and dates stay the characters the
 * author typed, so that a case number keeps its leading zeros.
 */
final class SidecarTree {
  static final int MAX_DEPTH = 16;
  private static final int MAX_VALUES = 10_000;
  private static final Set<String> TRUE = Set.of("yes", "true", "on");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private int values;

  private SidecarTree() {}

  /** Any failure, of whatever kind, means the bytes are not a sidecar. */
  static JsonNode read(byte[] bytes, SidecarFormat format) throws IOException {
    return switch (format) {
      case JSON -> JSON.readTree(bytes);
      case YAML, YML -> new SidecarTree().convert(compose(bytes), 1);
    };
  }

  private static @Nullable Node compose(byte[] bytes) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    ParserImpl parser = new ParserImpl(new StreamReader(text), options);
    return new Composer(parser, new Resolver(), options).getSingleNode();
  }

  /** Counts on the way, because an alias repeats its value as often as it stands there. */
  private JsonNode convert(@Nullable Node node, int depth) throws IOException {
    values++;
    if (values > MAX_VALUES || depth > MAX_DEPTH) {
      throw new IOException("too many or too deep values");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return fields(mapping, depth);
    }
    if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
      return items(sequence, depth);
    }
    throw new IOException("no plain value");
  }

  private JsonNode fields(MappingNode mapping, int depth) throws IOException {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (NodeTuple pair : mapping.getValue()) {
      if (!(pair.getKeyNode() instanceof ScalarNode key) || !key.getTag().equals(Tag.STR)) {
        throw new IOException("a key is no text");
      }
      if (fields.has(key.getValue())) {
        throw new IOException("a key stands there twice");
      }
      fields.set(key.getValue(), convert(pair.getValueNode(), depth + 1));
    }
    return fields;
  }

  private JsonNode items(SequenceNode sequence, int depth) throws IOException {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    for (Node item : sequence.getValue()) {
      items.add(convert(item, depth + 1));
    }
    return items;
  }

  private static JsonNode scalar(ScalarNode scalar) throws IOException {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(TRUE.contains(scalar.getValue().toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.NULL)) {
      return NullNode.instance;
    }
    if (Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP).contains(tag)) {
      return TextNode.valueOf(scalar.getValue());
    }
    throw new IOException("a tag is not accepted here");
  }
}
