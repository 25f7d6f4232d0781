package org.endoreg.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.endoreg.contracts.events.EventType;
import org.junit.jupiter.api.Test;

class SchemaBreaksTest {
  private final ObjectNode committed = EventSchemas.of(EventType.ANONYMIZATION_COMPLETED);

  @Test
  void theSameSchemaBreaksNothing() {
    assertThat(SchemaBreaks.between(committed, committed)).isEmpty();
  }

  @Test
  void aNewOptionalMemberAndANewEnumValueBreakNothing() {
    assertThat(
            breaksOf(
                schema -> {
                  properties(schema).putObject("frames").put("type", "integer");
                  ((ArrayNode) payload(schema).at("/properties/kind/enum")).add("image");
                }))
        .isEmpty();
  }

  @Test
  void aRemovedMemberIsABreak() {
    assertThat(breaksOf(schema -> properties(schema).remove("pages")))
        .containsExactly("/payload/pages was removed or renamed");
  }

  @Test
  void aRenamedMemberIsABreak() {
    assertThat(
            breaksOf(
                schema -> properties(schema).set("page_count", properties(schema).remove("pages"))))
        .containsExactly("/payload/pages was removed or renamed");
  }

  @Test
  void aNewlyRequiredMemberIsABreak() {
    assertThat(breaksOf(schema -> ((ArrayNode) payload(schema).get("required")).add("pages")))
        .containsExactly("/payload/pages is newly required");
  }

  @Test
  void aNarrowedEnumIsABreak() {
    assertThat(
            breaksOf(schema -> ((ArrayNode) payload(schema).at("/properties/kind/enum")).remove(0)))
        .containsExactly("/payload/kind lost the value report");
  }

  @Test
  void anEnumWhereAnyTextWasAllowedIsABreak() {
    assertThat(
            breaksOf(
                schema ->
                    ((ObjectNode) payload(schema).at("/properties/job_id"))
                        .putArray("enum")
                        .add("one")))
        .containsExactly("/payload/job_id is newly limited to an enumeration");
  }

  @Test
  void aMemberThatMayNoLongerBeNullIsABreak() {
    assertThat(
            breaksOf(
                schema ->
                    ((ObjectNode) payload(schema).at("/properties/pages")).put("type", "integer")))
        .containsExactly("/payload/pages no longer takes null");
  }

  @Test
  void anotherPatternIsABreak() {
    assertThat(
            breaksOf(
                schema ->
                    ((ObjectNode) schema.at("/properties/center_key")).put("pattern", "^[a-z]+$")))
        .containsExactly("/center_key has another pattern");
  }

  private java.util.List<String> breaksOf(Consumer<ObjectNode> change) {
    ObjectNode changed = committed.deepCopy();
    change.accept(changed);
    return SchemaBreaks.between(committed, changed);
  }

  private static ObjectNode payload(ObjectNode schema) {
    return (ObjectNode) schema.at("/properties/payload");
  }

  private static ObjectNode properties(ObjectNode schema) {
    return (ObjectNode) payload(schema).get("properties");
  }
}
