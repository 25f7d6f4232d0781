package org.endoreg.knowledge.authoring;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
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
 * Reads one YAML 1.1 document that a stranger may have written. It builds no objects from tags, and
 * a file that is large, deep, recursive or multiplies itself through aliases is refused before it
 * costs memory.
 */
final class YamlReader {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 32;
  static final int MAX_VALUES = 100_000;
  private static final int MAX_COLLECTION_ALIASES = 50;

  private int values;

  private YamlReader() {}

  /** The document, or {@link YamlValue.Nothing} for an empty file. */
  static YamlValue read(byte[] bytes) throws YamlFault {
    if (bytes.length > MAX_BYTES) {
      throw new YamlFault(1, "the file is larger than " + MAX_BYTES + " bytes");
    }
    Node root = compose(decode(bytes));
    return root == null ? new YamlValue.Nothing(1) : new YamlReader().convert(root, 0);
  }

  private static String decode(byte[] bytes) throws YamlFault {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new YamlFault(1, "the file is not UTF-8");
    }
  }

  private static @Nullable Node compose(String text) throws YamlFault {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_COLLECTION_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      return new Composer(parser, new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new YamlFault(mark == null ? 1 : mark.getLine() + 1, String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw new YamlFault(1, firstLine(e.getMessage()));
    }
  }

  private YamlValue convert(Node node, int depth) throws YamlFault {
    int line = node.getStartMark().getLine() + 1;
    values++;
    if (values > MAX_VALUES || depth > MAX_DEPTH) {
      throw new YamlFault(line, "too many or too deeply nested values");
    }
    if (node instanceof ScalarNode scalar) {
      return YamlScalar.of(scalar);
    }
    if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
      return items(sequence, line, depth);
    }
    if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
      return fields(mapping, line, depth);
    }
    throw new YamlFault(line, "tag " + node.getTag().getValue() + " is not accepted here");
  }

  private YamlValue items(SequenceNode sequence, int line, int depth) throws YamlFault {
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(convert(item, depth + 1));
    }
    return new YamlValue.Items(items, line);
  }

  private YamlValue fields(MappingNode mapping, int line, int depth) throws YamlFault {
    Map<String, YamlValue> fields = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      int keyLine = pair.getKeyNode().getStartMark().getLine() + 1;
      String key = key(pair.getKeyNode(), keyLine);
      if (fields.put(key, convert(pair.getValueNode(), depth + 1)) != null) {
        throw new YamlFault(keyLine, "key '" + key + "' is given twice");
      }
    }
    return new YamlValue.Fields(fields, line);
  }

  private static String key(Node node, int line) throws YamlFault {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw new YamlFault(line, "a key must be text; quote it if it reads as a number or yes/no");
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "not readable" : message.lines().findFirst().orElse("not readable");
  }
}
