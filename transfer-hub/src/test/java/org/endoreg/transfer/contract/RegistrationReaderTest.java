package org.endoreg.transfer.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.endoreg.contracts.transfer.ReportRows;
import org.endoreg.contracts.transfer.VideoRows;
import org.endoreg.platform.rules.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RegistrationReader READER = new RegistrationReader();

  @Test
  void aVideoAndAReportAreRead() throws IOException {
    assertThat(((RegistrationReader.Read) read(Registrations.video())).registration())
        .satisfies(
            read -> {
              assertThat(read.resourceRows()).isInstanceOf(VideoRows.class);
              assertThat(read.resourceRows().processedHash().value()).isEqualTo("a".repeat(64));
              assertThat(read.resourceRows().reports()).hasSize(1);
            });
    assertThat(((RegistrationReader.Read) read(Registrations.report())).registration())
        .satisfies(read -> assertThat(read.resourceRows()).isInstanceOf(ReportRows.class));
  }

  @Test
  void theOrderOfMembersAndTheSpellingOfNumbersMakeNoOtherRegistration() throws IOException {
    ObjectNode spelled = Registrations.video();
    file(spelled).put("fps", 25.0);
    spelled.putNull("provenance");
    ObjectNode reordered = JSON.createObjectNode();
    List<String> names = new ArrayList<>();
    spelled.fieldNames().forEachRemaining(names::add);
    Collections.reverse(names);
    names.forEach(name -> reordered.set(name, spelled.get(name)));

    assertThat(canonical(reordered)).isEqualTo(canonical(Registrations.video()));
    file(reordered).put("fps", 25.1);
    assertThat(canonical(reordered)).isNotEqualTo(canonical(Registrations.video()));
  }

  static Stream<Arguments> faultyVideos() {
    return Stream.of(
        fault("payload_schema_version", json -> json.put("payload_schema_version", "2.0")),
        fault("payload_schema_version", json -> json.put("payload_schema_version", "1.0")),
        fault("payload_schema_version", json -> json.remove("payload_schema_version")),
        fault("transfer_mode", json -> json.put("transfer_mode", "metadata_and_raw_media")),
        fault(
            "transfer_mode", json -> json.put("transfer_mode", "metadata_raw_and_processed_media")),
        fault("resource_kind", json -> json.put("resource_kind", "image")),
        fault("resource_kind", json -> json.remove("resource_kind")),
        fault("resource_hash", json -> json.put("resource_hash", "B".repeat(64))),
        fault("resource_hash", json -> json.put("resource_hash", "b".repeat(63))),
        fault("resource_hash", json -> json.put("resource_hash", "")),
        fault("resource_hash", json -> json.put("resource_hash", "e".repeat(64))),
        fault("transfer_key", json -> json.put("transfer_key", "a key")),
        fault("transfer_key", json -> json.put("transfer_key", "k".repeat(256))),
        fault("body", json -> json.put("patient_name", "Erfunden")),
        fault("resource_rows", json -> json.put("resource_rows", "rows")),
        fault("resource_rows", json -> json.putArray("resource_rows")),
        fault("resource_rows.video_file.video_hash", json -> file(json).remove("video_hash")),
        fault("resource_rows.video_file", json -> file(json).put("original_file_name", "x.mp4")),
        fault("resource_rows.video_file.fps", json -> file(json).put("fps", "25")),
        fault("resource_rows.video_file.fps", json -> file(json).put("fps", -1)),
        fault("resource_rows.video_file.width", json -> file(json).put("width", 0)),
        fault("resource_rows.sensitive_meta", json -> meta(json).put("patient_first_name", "X")),
        fault(
            "resource_rows.sensitive_meta.patient_hash",
            json -> meta(json).put("patient_hash", "A".repeat(64))),
        fault("resource_rows", json -> state(json).put("anonymization_validated", false)),
        fault(
            "resource_rows.video_state.processed_file_sha256",
            json -> state(json).put("processed_file_sha256", "d".repeat(64))),
        fault(
            "resource_rows.processing_history.file_hash",
            json -> rows(json).withObject("processing_history").put("file_hash", "d".repeat(64))),
        fault(
            "resource_rows.video_segments.0",
            json -> segment(json).put("end_frame_number_exclusive", 4)),
        fault(
            "resource_rows.video_segments.0",
            json -> segment(json).put("end_frame_number_exclusive", 101)),
        fault(
            "resource_rows.video_segments.0",
            json -> segment(json).put("source_node_key", "south-1")),
        fault("resource_rows.video_segments.0", json -> segment(json).remove("model_version")),
        fault(
            "resource_rows.video_segments.0",
            json -> segment(json).put("source_kind", "manual_annotation")),
        fault("resource_rows.video_segments.0", json -> segment(json).put("export_segment", false)),
        fault(
            "resource_rows.video_segments.1",
            json ->
                ((ArrayNode) rows(json).get("video_segments"))
                    .add(segment(json).deepCopy().put("source_segment_id", "17"))),
        fault("resource_rows.video_file.frame_count", json -> file(json).remove("frame_count")),
        fault(
            "resource_rows.frame_annotations.0.frame_relative_path",
            json -> annotation(json).put("frame_relative_path", "/data/frames/1.jpg")),
        fault(
            "resource_rows.frame_annotations.0.frame_relative_path",
            json -> annotation(json).put("frame_relative_path", "frames/../1.jpg")),
        fault(
            "resource_rows.frame_annotations.0", json -> annotation(json).put("frame_number", 100)),
        fault(
            "resource_rows.reports.0.status",
            json -> ((ObjectNode) rows(json).get("reports").get(0)).put("status", "draft")),
        fault(
            "resource_rows.reports",
            json -> ((ObjectNode) rows(json).get("reports").get(0)).put("is_active", false)),
        fault(
            "provenance.source_node_key",
            json -> json.putObject("provenance").put("source_node_key", "south-1")));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("faultyVideos")
  @Scenario("A64")
  void everyFaultIsToldByItsFieldAndWithoutItsValue(String field, Consumer<ObjectNode> change)
      throws IOException {
    ObjectNode json = Registrations.video();
    change.accept(json);
    Map<String, List<String>> faults = ((RegistrationReader.Refused) read(json)).faults();
    assertThat(faults).containsKey(field);
    assertThat(faults.toString()).doesNotContain("Erfunden", "patient_first_name", "x.mp4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"text\"", "{", "{}", "{\"a\":1,\"a\":2}", "{} {}", "[[[["})
  void aBodyThatIsNoObjectIsRefused(String body) throws IOException {
    assertThat(READER.read(stream(body))).isInstanceOf(RegistrationReader.Refused.class);
  }

  @Test
  void rawTextOfAReportHasNoPlace() throws IOException {
    ObjectNode report = Registrations.report();
    rows(report).withObject("raw_pdf_file").put("text", "Erfunden");
    assertThat(((RegistrationReader.Refused) read(report)).faults())
        .containsOnlyKeys("resource_rows.raw_pdf_file");
    ObjectNode blank = Registrations.report();
    rows(blank).withObject("raw_pdf_file").put("anonymized_text", " \n");
    assertThat(((RegistrationReader.Refused) read(blank)).faults())
        .containsOnlyKeys("resource_rows.raw_pdf_file.anonymized_text");
  }

  private static String canonical(JsonNode json) throws IOException {
    return ((RegistrationReader.Read) read(json)).canonical();
  }

  private static RegistrationReader.Reading read(JsonNode json) throws IOException {
    return READER.read(stream(json.toString()));
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments fault(String field, Consumer<ObjectNode> change) {
    return Arguments.of(field, change);
  }

  private static ObjectNode rows(ObjectNode json) {
    return (ObjectNode) json.get("resource_rows");
  }

  private static ObjectNode file(ObjectNode json) {
    return (ObjectNode) rows(json).get("video_file");
  }

  private static ObjectNode meta(ObjectNode json) {
    return (ObjectNode) rows(json).get("sensitive_meta");
  }

  private static ObjectNode state(ObjectNode json) {
    return (ObjectNode) rows(json).get("video_state");
  }

  private static ObjectNode segment(ObjectNode json) {
    return (ObjectNode) rows(json).get("video_segments").get(0);
  }

  private static ObjectNode annotation(ObjectNode json) {
    return (ObjectNode) rows(json).get("frame_annotations").get(0);
  }
}
